internal import Addressee
internal import SourceFiles

extension BodyOfFile {
    /// - Parameter body: whose hub it is.
    /// - Returns: nil where the file has no column that names a body, or the hub does not know its own.
    init?(_ header: FileHeader, layout: FileLayout, of body: LocalGovernmentCode?) {
        if let column = layout.bodyColumn {
            self.init(column, in: header.names, of: body)
        } else {
            let (place, state) = (Item.jushoShikuchosonkodo.rawValue, Item.juminjotai.rawValue)
            guard layout.column(named: place) != nil else { return nil }
            self.init(place, ofResidentsBy: state, in: header.names, of: body)
        }
    }
}

extension SubmissionFields {
    /// That a row names another body, among rows of the file of the one whose hub it is; nil where the hub does not know its own.
    func anotherBody(_ row: RowView, than body: LocalGovernmentCode?) -> LogicFault? {
        guard let body, let sender, !row[sender].elementsEqual(body.value.utf8) else { return nil }
        return BodyOfFile.reason(row.text(sender), ours: body).map { LogicFault(code: FaultCode.rowOfAnotherBody, item: layout.bodyColumn ?? "", reason: $0) }
    }
}
