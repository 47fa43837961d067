/// What comes more than once in a block, told by hash values: what is not among it comes once for certain, and only of the rest must anything be kept in mind
/// for the rows that follow.
struct Repeated<Value: Hashable> {
    private var hashes: Set<Int> = []

    init(_ values: some Sequence<Value>) {
        let sorted = values.map { $0.hashValue }.sorted()
        for (one, next) in zip(sorted, sorted.dropFirst()) where one == next { hashes.insert(one) }
    }

    func contains(_ value: Value) -> Bool { !hashes.isEmpty && hashes.contains(value.hashValue) }
}
