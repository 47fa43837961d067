import Addressee
import Testing

@Suite struct MovementReasonTests {
    @Test func theList() {
        #expect(MovementReason.all.count == 37)
        #expect(Set(MovementReason.all.map(\.code)).count == 37)
        #expect(MovementReason.all.filter { $0.kind == .entry }.count == 9)
        #expect(MovementReason.all.filter { $0.kind == .removal }.count == 9)
        #expect(MovementReason.all.filter { $0.kind == .correction }.count == 19)
    }

    @Test func some() throws {
        let moveIn = try #require(MovementReason(code: "01"))
        #expect(moveIn.nameJa == "国内転入")
        #expect(moveIn.allowedBefore == [.none, .movedOut, .nonResident, .nonResidentRemoved, .removed])
        #expect(moveIn.stateAfter == .resident)
        let death = try #require(MovementReason(code: "23"))
        #expect(death.allowedBefore == [.resident])
        #expect(death.stateAfter == .dead)
        let correction = try #require(MovementReason(code: "59"))
        #expect(correction.stateAfter == nil)
        #expect(correction.allowedBefore == Set(RegisterState.allCases))
        #expect(MovementReason(code: "24")?.onlyFor == .foreign)
        #expect(MovementReason(code: "04")?.onlyFor == .japanese)
        #expect(MovementReason(code: "ZZ") == nil)
        #expect(MovementReason(code: "a1") == nil)
    }

    @Test func registerStates() {
        #expect(RegisterState(nil) == .none)
        #expect(RegisterState(.movedOut) == .movedOut)
        #expect(Set(ResidentState.allCases.map(RegisterState.init)).count == 7)
        // Who is dead does not move in, wherever they died.
        #expect(MovementReason.all.allSatisfy { $0.kind != .entry || !$0.allowedBefore.contains(.nonResidentDead) })
    }
}
