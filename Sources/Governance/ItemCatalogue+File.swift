public import Addressee

extension ItemCatalogue {
    /// Reads the file of one dataset by itself, as whoever has no policies has it.
    ///
    /// - Throws: `PolicyFileErrors` with every problem of the text.
    public init(file document: PolicyDocument) throws(PolicyFileErrors) {
        var problems: [PolicyProblem] = []
        guard let catalogue = DatasetParser.parse(document, problems: &problems) else { throw PolicyFileErrors(problems) }
        self = catalogue
    }
}
