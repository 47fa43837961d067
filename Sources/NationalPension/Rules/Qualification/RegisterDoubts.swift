internal import Addressee

/// 住民記録との食い違い. Where a record has somebody of the first class who, as the register has it, has left Japan: an address in Japan is what makes that class (国民年金法第7条第1項第1号);
/// and where it has a death of somebody who lives here as the register has it: the notice may be another's.
enum RegisterDoubts {
    /// - Parameters:
    ///   - presence: as the register had them last; `nil` where that is nothing to compare.
    ///   - day: 異動日; `nil` where it is not told.
    ///   - hides: whoever is protected: neither that they left nor the day is said (CT-22).
    static func of(
        _ history: InsuredHistory, _ facts: Set<PensionFact>, _ presence: ResidentSnapshot.Presence?, since day: CalendarDay?, hides: Bool
    ) -> [Doubt] {
        switch presence {
        case .movedAbroad: return ofWhoLeft(history, facts, since: day, hides: hides)
        case .resident: return ofWhoLives(facts, on: history.on)
        default: return []
        }
    }

    /// A death may be filed here before the register follows: it is no reason to stop, and nobody records it unseen.
    private static func ofWhoLives(_ facts: Set<PensionFact>, on today: CalendarDay) -> [Doubt] {
        guard let died = facts.compactMap({ if case .died(let day) = $0, day <= today { day } else { nil } }).min() else { return [] }
        return [Doubt(.registerDiffers, on: died, Reason("住民記録では亡くなっていません。死亡届が出ているか、別の人の届出でないか確かめてください。", "国民年金法第9条第1号"))]
    }

    private static func ofWhoLeft(_ history: InsuredHistory, _ facts: Set<PensionFact>, since day: CalendarDay?, hides: Bool) -> [Doubt] {
        // The day of the move is one with an address still; where no day is told, today is asked.
        let first = day?.adding(days: 1) ?? history.on
        // Whoever came back, be it to another municipality, lives in Japan again.
        let cameBack = facts.compactMap { if case .addressGained(let gained) = $0, gained >= first { gained } else { nil } }.min()
        return history.periods.byClass.compactMap { period in
            guard period.insuredClass == .class1, period.lost.map({ $0 > first }) ?? true else { return nil }
            let from = max(period.acquired, first)
            guard from <= history.on, cameBack.map({ from < $0 }) ?? true else { return nil }
            guard !hides else {
                return Doubt(.registerDiffers, on: nil, Reason("住民記録と、記録の種別が合いません。住民記録で確かめてください。", "国民年金法第7条第1項第1号"))
            }
            let reason = Reason("住民記録では国外へ転出していますが、記録では第1号被保険者です。国外への転出を記録していないか、その後に国内へ戻っていないか確かめてください。", "国民年金法第9条第2号")
            return Doubt(.registerDiffers, on: from, reason)
        }
    }
}
