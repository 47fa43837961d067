/// When to try again after failures: doubling from half a second to five minutes, each time somewhere between half and all of it,
/// so that receivers that come back are not met by everybody at once. The batch itself is offered again, under its key, by `DeliveryWorker+Offer.swift`
/// (`prepare`), and at once by `DeliveryWorker+HandOver.swift` (`hand`); of a person who waits, `DeliveryWorker+Settlement.swift` says the delay in SQL.
enum BackOff {
    static func delay(after failures: Int, jitter: Double = .random(in: 0.5...1)) -> Duration {
        let seconds = min(300, 0.5 * Double(1 << min(max(failures - 1, 0), 12)))
        return .seconds(seconds * jitter)
    }
}
