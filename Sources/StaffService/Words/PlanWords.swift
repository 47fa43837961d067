internal import Governance
internal import Sharing
internal import StaffAPI

/// 試算の結果, line by line.
enum PlanWords {
    static func sheet(_ plan: PolicyPlan, isProposed: Bool) throws -> Sheet {
        var lines: [String] = []
        func print(_ line: String) { lines.append(line) }
        print("基準日 \(plan.day)  対象者数の計算に用いた宛名 \(plan.persons)  \(PolicyWords.text(plan.seconds))")
        if plan.systems.isEmpty { print("変わるものはありません。") }
        for system in plan.systems {
            let versions = "\(system.from?.prefix(12) ?? "なし") → \(system.to.prefix(12))"
            print("\(system.system)/\(system.dataset) \(versions) 施行 \(system.validFrom) 終了 \(system.validUntil ?? "なし")")
            print("    対象者 \(system.personsNow) → \(system.personsThen)（入る \(system.gained)、外れる \(system.lost)）")
            print("    個人番号 \(system.individualNumberNow ? "あり" : "なし") → \(system.individualNumberThen ? "あり" : "なし")")
            if system.confirmItemsNow != system.confirmItemsThen {
                func list(_ items: [String]) -> String { items.isEmpty ? "なし" : items.joined(separator: "、") }
                print("    職員の確認を要する項目 \(list(system.confirmItemsNow)) → \(list(system.confirmItemsThen))")
            }
            for lost in system.mediaRecipientsNow where !system.mediaRecipientsThen.contains(lost) { print("    媒体の受取人から除く証明書 \(lost)") }
            for new in system.mediaRecipientsThen where !system.mediaRecipientsNow.contains(new) { print("    媒体の受取人に加える証明書 \(new)") }
            if system.placeOfProtectedNow != system.placeOfProtectedThen || system.lacksWordOfProtectedNow {
                let now = "\(system.placeOfProtectedNow ?? "なし")\(system.lacksWordOfProtectedNow ? "（施行中の版に protected の記載なし）" : "")"
                print("    支援措置の対象者の所在 \(now) → \(system.placeOfProtectedThen ?? "なし")")
            }
            for (label, values) in [
                ("加わる項目", system.itemsGained), ("なくなる項目", system.itemsLost), ("精度・伏字", system.precision), ("開く方法", system.waysGained),
                ("閉じる方法", system.waysLost),
            ] where !values.isEmpty { print("    \(label) \(values.joined(separator: "、"))") }
            // What nothing is said of goes as it happens.
            let now = system.scheduleNow ?? ProvisionSchedule.asItHappens.label
            if now != system.scheduleThen { print("    提供の頻度 \(now) → \(system.scheduleThen)") }
            for reading in plan.readings where reading.version == system.to {
                for line in PolicyWords.lines(reading) { print("    \(line)") }
            }
            let replay = system.replay
            print("    直近24時間の提供 \(replay.provisions)件のうち拒否となるもの \(replay.refusedProvisions)件（のべ\(replay.refusedPersons)人）、")
            print("    拒否した照会 \(replay.refusals)件のうち提供となるもの \(replay.allowedRefusals)件")
        }
        for version in plan.altered {
            print("試算できません（保存された内容が起案・承認されたものと異なります）: \(version.system)/\(version.dataset) \(version.version.prefix(12))")
            let act = version.state == PolicyState.proposed.rawValue ? "reject \(version.system)" : "revoke"
            print("    次の手順: atena policy \(act) \(version.version.prefix(12))")
        }
        for change in plan.basisChanges {
            print("法的根拠 \(change.id) が\(change.before == nil ? "新しく加わります" : change.after == nil ? "一覧からなくなります" : "変わります")")
            if let before = change.before { print("    今: \(before)") }
            if let after = change.after { print("    後: \(after)") }
        }
        for list in plan.bases {
            print("法的根拠の一覧 \(list.list.prefix(12)) は、ほかの提供ポリシーの終わりも変えます（承認には --bases が要ります）")
            for policy in list.policies {
                let because = policy.reason.map { "（\($0)）" } ?? ""
                let ends = "\(policy.endsNow ?? "なし") → \(policy.endsThen ?? "なし")\(because)"
                print("    \(policy.system)/\(policy.dataset) \(policy.version.prefix(12)) 終了 \(ends)")
            }
        }
        guard isProposed, !plan.systems.isEmpty else { return try Sheet(lines: lines, of: plan) }
        let versions = plan.systems.map { "\($0.system)/\($0.dataset) \($0.to.prefix(12))" }
        print("次の手順: 起案された版に問題がなければ、別の者が承認します。そうでなければ reject です。")
        let bases = plan.bases.count == 1 ? " --bases \(plan.bases[0].list.prefix(12))" : ""
        print("    atena policy approve \(versions.joined(separator: " "))\(bases)")
        if plan.bases.count > 1 { print("    一覧が二つ以上あります。業務システムごとに、それぞれの一覧を --bases で指定してください（省略すると、要る一覧が示されます）。") }
        return try Sheet(lines: lines, of: plan)
    }
}
