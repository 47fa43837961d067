internal import Addressee

extension Scope {
    /// 対象者の範囲 in Japanese sentences, a line each; what belongs to a condition stands below it, two characters deeper.
    public var sentences: [String] {
        switch self {
        case .state(let states):
            let names = ResidentState.allCases.filter(states.contains).map(\.label)
            return ["住民状態が\(names.joined(separator: "・"))\(names.count > 1 ? "のどれかの" : "の")者"]
        case .age(let rule): return [rule.sentence]
        case .ward(let codes): return ["住所の市区町村コードが \(codes.sorted().joined(separator: "、")) \(codes.count > 1 ? "のどれかの" : "の")者"]
        case .registeredBySystem: return ["この業務システムが自ら登録した者（記録を公開した者、関わる人として登録した者を含みます）"]
        case .householder: return ["世帯主"]
        case .all(let scopes): return Self.list("次のすべてに当てはまる者", scopes)
        case .any(let scopes): return scopes.count == 1 ? scopes[0].sentences : Self.list("次のどれかに当てはまる者", scopes)
        case .not(let scope): return Self.list("次に当てはまらない者（当てはまるか分からない者は対象になりません）", [scope])
        }
    }

    private static func list(_ heading: String, _ scopes: [Scope]) -> [String] {
        [heading]
            + scopes.flatMap { scope in
                let lines = scope.sentences
                return ["  ・\(lines.first ?? "")"] + lines.dropFirst().map { "    \($0)" }
            }
    }

    /// 市区町村コード anywhere in it.
    public var wards: Set<String> {
        switch self {
        case .ward(let codes): codes
        case .all(let scopes), .any(let scopes): scopes.reduce(into: []) { $0.formUnion($1.wards) }
        case .not(let scope): scope.wards
        case .state, .age, .registeredBySystem, .householder: []
        }
    }
}

extension AgeRule {
    /// 年齢要件 in a Japanese sentence, both ends as days that belong to it.
    var sentence: String {
        let first = from.map { "\($0.firstDay)から" }
        let last = until.map { "\($0.lastDayBefore)まで" }
        return switch (first, last) {
        case (let first?, let last?): "\(first)、\(last)の者"
        case (let first?, nil): "\(first)後の者"
        case (nil, let last?): "生まれてから\(last)の者"
        case (nil, nil): "年齢を問わず、生年月日の分かる者"
        }
    }
}

extension AgePoint {
    fileprivate var firstDay: String {
        switch self {
        case .reached(let age): "\(age)歳に達する日（誕生日の前日）"
        case .birthday(let age): "\(age)歳の誕生日"
        case .schoolYearEnd(let age): "\(age)歳に達する日以後の最初の3月31日の翌日（4月1日）"
        case .onDay(let age, let month, let day): "\(age)歳に達する日以後の最初の\(month)月\(day)日"
        }
    }

    fileprivate var lastDayBefore: String {
        switch self {
        case .reached(let age): "\(age)歳に達する日の前日（誕生日の前々日）"
        case .birthday(let age): "\(age)歳の誕生日の前日"
        case .schoolYearEnd(let age): "\(age)歳に達する日以後の最初の3月31日"
        case .onDay(let age, let month, let day): "\(age)歳に達する日以後の最初の\(month)月\(day)日の前日"
        }
    }
}
