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
            let national = ResidentState.dead.told.code
            let dead = layout.edition == .legacy ? LegacyCodes.legacy(.juminjotai, national) ?? national : national
            self.init(place, ofResidentsBy: state, dead: dead, in: header.names, of: body)
        }
    }
}

extension SubmissionFields {
    /// That a row names another body, among rows of the file of the one whose hub it is; nil where the hub does not know its own.
    ///
    /// - Parameter isAlone: whether it comes without a file: then it says its body as a file of it alone would, a resident's by where they live.
    func anotherBody(_ row: RowView, than body: LocalGovernmentCode?, isAlone: Bool = false) -> LogicFault? {
        guard let body, let field = sender ?? (isAlone ? residence(row) : nil), !row[field].elementsEqual(body.value.utf8) else { return nil }
        let item = sender == nil ? Item.jushoShikuchosonkodo.rawValue : layout.bodyColumn ?? ""
        return BodyOfFile.reason(row.text(field), ours: body).map { LogicFault(code: FaultCode.rowOfAnotherBody, item: item, reason: $0) }
    }
}
