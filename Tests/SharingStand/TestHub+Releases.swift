package import AccessControl
package import AccessControlStand
package import Addressee
import Sharing

/// One person's release by another (一時解除).
extension TestHub {
    /// Lets somebody of the staff see where protected persons are, for as long as a test runs.
    @discardableResult
    package func releasing(_ numbers: AddresseeNumber..., to principal: Principal) async throws -> Principal {
        let releases = PlaceReleases(provisioning: clerking)
        for number in numbers {
            let request = try await releases.ask(by: principal, number, minutes: 60, because: "本人への郵便物の送付")
            try await releases.decide(by: Staff.with(.liftSuppression, account: "9009"), request, isReleased: true, because: "郵送が必要なため")
        }
        return principal
    }
}
