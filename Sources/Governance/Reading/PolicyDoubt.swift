public import Addressee

/// 承認の前に確かめること. Something about a policy that no rule forbids and that is seldom meant: whoever approves is to see it.
public struct PolicyDoubt: Sendable, Hashable, Codable {
    /// Which kind, for programs: O0011 basis of another department, O0012 ward of another body, O0013 file of another name, O0014 way without a receiver, O0015 nothing said of
    /// protected persons, O0016 media without recipients.
    public let code: String
    /// What to look at, in Japanese.
    public let text: String

    /// What is known around a policy; nil where it isn't, and then nothing is doubted for it.
    public struct Surroundings: Sendable {
        /// 市区町村コード under which residents of this body are registered.
        public var wards: Set<String>?
        /// 接続. How receivers are reached that are pushed to.
        public var endpoints: [Endpoint]?
        /// Systems that have a certificate to ask with.
        public var certified: Set<SystemName>?

        /// Nothing is known.
        public init() {}
    }

    /// Everything that is doubtful about a policy.
    ///
    /// - Parameter bases: the list of legal bases that comes with it, by id.
    public static func all(_ policy: Policy, bases: [String: LegalBasis], around: Surroundings) -> [PolicyDoubt] {
        guard policy.closing == nil else { return [] }
        var doubts: [PolicyDoubt] = []
        let own = departments(policy.department)
        for id in policy.legalBases {
            guard let basis = bases[id], own.isDisjoint(with: departments(basis.department)) else { continue }
            doubts.append(
                PolicyDoubt(
                    code: "O0011", text: "法的根拠 \(id) は「\(basis.department)」の事務のもので、この業務システムの担当「\(policy.department)」のものではありません。"))
        }
        if let known = around.wards {
            for code in policy.scope.wards.subtracting(known).sorted() {
                doubts.append(PolicyDoubt(code: "O0012", text: "対象者の市区町村コード \(code) に、登録された住民は一人もいません。この団体の区のコードか確かめてください。"))
            }
        }
        if let name = policy.fileName, name != policy.system.rawValue, !name.hasPrefix("\(policy.system)-"), !name.hasPrefix("\(policy.system).") {
            doubts.append(PolicyDoubt(code: "O0013", text: "ファイルの名前 \(policy.source) が、業務システム \(policy.system) のものではありません。別のファイルを写したままではないか確かめてください。"))
        }
        if policy.ways.push, let endpoints = around.endpoints,
            !endpoints.contains(where: { $0.system == policy.system && $0.dataset == policy.dataset })
        {
            let file = "\(policy.system)-\(policy.dataset).yaml"
            doubts.append(PolicyDoubt(code: "O0014", text: "方法に配信（push）がありますが、接続のファイル \(file) がありません。配信されません。"))
        }
        if policy.ways.pull, let certified = around.certified, !certified.contains(policy.system) {
            doubts.append(PolicyDoubt(code: "O0014", text: "方法に取得（pull）がありますが、\(policy.system) の証明書は発行されていません（atena pki issue \(policy.system)）。取りに来られません。"))
        }
        if policy.ways.medium, policy.mediaRecipients.isEmpty {
            let made =
                if case .system(let publisher) = policy.catalogue.source { "暗号化した媒体は作れません。\(publisher) が自ら作る媒体・書類は、暗号化せずに渡ります。" } else { "だれにも媒体を作れません。" }
            doubts.append(PolicyDoubt(code: "O0016", text: "方法に媒体（medium）がありますが、受取人の証明書の指紋（media: recipients）がありません。\(made)"))
        }
        if policy.lacksWordOfProtected {
            doubts.append(
                PolicyDoubt(
                    code: "O0015",
                    text: "支援措置の対象者の所在の扱い（protected）の記載がありません。施行中の版は承認されたときのまま「\(policy.placeOfProtected.label)」とし、新しい版は記載がなければ起案・承認できません。"))
        }
        return doubts
    }

    /// 課 as a list names them, also several in one text.
    private static func departments(_ text: String) -> Set<Substring> {
        Set(text.split { "・、，,／/".contains($0) }.map { $0.drop(while: \.isWhitespace) }.map { $0.prefix { !$0.isWhitespace } }).subtracting([""])
    }
}

extension Policy {
    /// Its file's name without folder and ending; nil where that is not known.
    fileprivate var fileName: String? {
        guard let name = source.split(separator: "/").last, name.hasSuffix(".yaml") else { return nil }
        return String(name.dropLast(5))
    }
}

/// 法的根拠の変更. One legal basis that another list has otherwise, or only one of the two has.
public struct BasisChange: Sendable, Hashable, Codable {
    /// Its id.
    public let id: String
    /// As it was; nil where it is new.
    public let before: String?
    /// As it would be; nil where it is taken out.
    public let after: String?

    /// What differs between two lists, by id.
    public static func between(_ old: [String: LegalBasis], _ new: [String: LegalBasis]) -> [BasisChange] {
        Set(old.keys).union(new.keys).sorted().compactMap { id in
            guard old[id] != new[id] else { return nil }
            return BasisChange(id: id, before: old[id]?.sentence, after: new[id]?.sentence)
        }
    }
}
