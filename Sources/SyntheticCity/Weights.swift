/// A choice among numbered things by weight.
struct Weights: Sendable {
    private let cumulative: [Int]

    init(_ weights: some Sequence<Int>) {
        var sum = 0
        cumulative = weights.map { weight in
            sum += weight
            return sum
        }
    }

    func pick(_ random: inout SplitMix64) -> Int {
        guard let total = cumulative.last else { return 0 }
        let point = random.below(total)
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > point { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
