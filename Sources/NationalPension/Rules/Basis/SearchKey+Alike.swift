internal import Addressee

extension SearchKey {
    /// Whether words that say who somebody is are the same, however they are spelled.
    static func areAlike(_ one: String, _ other: String) -> Bool {
        let key = SearchKey(name: one)
        return one == other || (!key.isEmpty && key == SearchKey(name: other))
    }
}
