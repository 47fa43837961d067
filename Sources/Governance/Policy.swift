public import Addressee

/// 提供ポリシー. Who may receive what about whom, why and how, from when to when, approved by whom.
public struct Policy: Sendable, Hashable {
    /// How a policy lets its data travel.
    public struct Ways: Sendable, Hashable {
        /// Whether the hub may send on its own.
        public var push: Bool
        /// Whether the receiver may ask.
        public var pull: Bool
        /// Whether a full extract may be handed over on a medium.
        public var medium: Bool

        /// No way at all keeps the policy closed.
        public init(push: Bool, pull: Bool, medium: Bool = false) {
            self.push = push
            self.pull = pull
            self.medium = medium
        }

        /// Whether data may travel this way.
        public func allows(_ way: Way) -> Bool {
            switch way {
            case .push: push
            case .pull: pull
            case .medium: medium
            }
        }
    }

    /// 業務システム. The receiver.
    public let system: SystemName
    /// 業務ID; nil where the national id is not known.
    public let businessID: BusinessID?
    /// Japanese name of the receiving system.
    public let label: String
    /// 担当課. Who runs the receiving system, in Japanese.
    public let department: String
    /// The dataset that its items are taken from, as it was when the policy was read.
    public private(set) var catalogue: ItemCatalogue
    /// What is given without anybody's say; has `kojinbango` exactly if `includesIndividualNumber`.
    public private(set) var items: ItemSet
    /// 確認を要する項目 (CT-18). What a person of the staff must release first: never in a push, a delta, a full extract or on a medium, and in the answer
    /// about one person only once it is released. Shares nothing with `items`.
    public private(set) var confirmItems: ItemSet
    /// Whether the 個人番号 is among the items that need nobody's say.
    public let includesIndividualNumber: Bool
    /// 協議: what the consultation about the individual number settled (CT-2).
    public let consultation: String
    /// 対象者の範囲. About whom data may be given.
    public let scope: Scope
    /// 利用目的, in Japanese.
    public let purpose: String
    /// Ids of `legal-bases.tsv`.
    public let legalBases: [String]
    /// 承認者. The office that answers for the approval, in Japanese; no person.
    public let approvedBy: String
    /// First day on which it holds.
    public let validFrom: CalendarDay
    /// First day on which it no longer holds; nil while open.
    public let validUntil: CalendarDay?
    /// 提供方法. By push, by pull, or both.
    public let ways: Ways
    /// 提供の頻度. How often whoever asks is told what changed.
    public let schedule: ProvisionSchedule
    /// 精度・伏字. What is given less than whole; `items` holds nothing that would tell more.
    public let reductions: Reductions
    /// 支援措置の対象者の所在の扱い; nil where it was approved before a policy had to say it, or gives nothing of place.
    public let protected: PlaceOfProtected?
    /// 媒体の受取人. SHA-256 of each certificate that a medium may be encrypted to, lower-case hexadecimal, in rising order; where none stands there, none may.
    public let mediaRecipients: [String]
    /// Ends of its legal bases, by id, as known when it was read: first day on which the basis no longer holds.
    public let basisEnds: [String: CalendarDay]
    /// 失効. Set where this only takes back what an earlier version gave.
    public let closing: Closing?
    /// Name of the file it was read from, for messages; not part of the hash.
    public let source: String
    /// The one spelling of its content, a line a field; what is hashed.
    public let canonicalForm: String
    /// SHA-256 of `canonicalForm`, lower-case hex: the version that provisions cite.
    public let contentHash: String

    /// A policy as the parser has checked it; `includesIndividualNumber` and `contentHash` follow from the rest.
    public init(
        system: SystemName, businessID: BusinessID? = nil, label: String, department: String, catalogue: ItemCatalogue,
        items: ItemSet, confirmItems: ItemSet = [], consultation: String, scope: Scope, purpose: String, legalBases: [String], approvedBy: String,
        validFrom: CalendarDay, validUntil: CalendarDay? = nil, ways: Ways, source: String = "", reductions: Reductions = Reductions(),
        protected: PlaceOfProtected? = nil, mediaRecipients: [String] = [], schedule: ProvisionSchedule = .asItHappens,
        basisEnds: [String: CalendarDay] = [:]
    ) {
        self.init(
            system: system, businessID: businessID, label: label, department: department, catalogue: catalogue,
            items: reductions.givable(items.subtracting(confirmItems), of: catalogue), confirmItems: reductions.givable(confirmItems, of: catalogue),
            consultation: consultation, scope: scope, purpose: purpose, legalBases: legalBases, approvedBy: approvedBy, validFrom: validFrom,
            validUntil: validUntil, ways: ways, source: source, reductions: reductions, protected: protected,
            mediaRecipients: mediaRecipients, schedule: schedule, basisEnds: basisEnds, closing: nil)
    }

    init(
        system: SystemName, businessID: BusinessID?, label: String, department: String, catalogue: ItemCatalogue,
        items: ItemSet, confirmItems: ItemSet = [], consultation: String, scope: Scope, purpose: String, legalBases: [String], approvedBy: String,
        validFrom: CalendarDay, validUntil: CalendarDay? = nil, ways: Ways, source: String, reductions: Reductions = Reductions(),
        protected: PlaceOfProtected? = nil, mediaRecipients: [String] = [], schedule: ProvisionSchedule = .asItHappens,
        basisEnds: [String: CalendarDay] = [:], closing: Closing?
    ) {
        self.system = system
        self.businessID = businessID
        self.label = label
        self.department = department
        self.catalogue = catalogue
        self.items = items
        self.confirmItems = confirmItems
        self.includesIndividualNumber = items.contains(Item.kojinbango)
        self.consultation = consultation
        self.scope = scope
        self.purpose = purpose
        self.legalBases = legalBases
        self.approvedBy = approvedBy
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.ways = ways
        self.schedule = schedule
        self.source = source
        self.reductions = reductions
        self.protected = protected
        self.mediaRecipients = Set(mediaRecipients).sorted()
        self.basisEnds = basisEnds
        self.closing = closing
        self.canonicalForm = CanonicalForm.text(
            system: system, businessID: businessID, label: label, department: department, catalogue: catalogue, items: items.union(confirmItems),
            confirmItems: confirmItems, consultation: consultation, scope: scope, purpose: purpose, legalBases: legalBases, approvedBy: approvedBy,
            validFrom: validFrom, validUntil: validUntil, ways: ways, reductions: reductions, protected: protected,
            mediaRecipients: self.mediaRecipients, schedule: schedule, basisEnds: basisEnds, closing: closing)
        self.contentHash = CanonicalForm.hash(canonicalForm)
    }

    /// データセット名 of what it gives.
    public var dataset: DatasetName { catalogue.dataset }

    /// 住登外者の状態 goes the way that 住民状態 goes. The content, and its hash, stay those that were approved.
    mutating func giveBothStates() {
        catalogue = catalogue.adding(.jutogaijotai)
        if items.contains(Item.juminjotai) { items.insert(ItemSet(.jutogaijotai)) }
        if confirmItems.contains(Item.juminjotai) { confirmItems.insert(ItemSet(.jutogaijotai)) }
    }

    /// Whether the 個人番号 may ever be given, be it only once somebody released it.
    public var mayGiveIndividualNumber: Bool { includesIndividualNumber || confirmItems.contains(Item.kojinbango) }

    /// The items read from the register; the individual number comes from the vault instead.
    public var registerItems: ItemSet { items.subtracting(ItemSet(.kojinbango)) }

    /// Whether its dates, and those of its legal bases, hold on `day`.
    public func isValid(on day: CalendarDay) -> Bool {
        guard day >= validFrom else { return false }
        guard let end else { return true }
        return day < end.day
    }
}

/// 提供方法. A way on which data may travel to a receiver.
public enum Way: String, Sendable, Hashable, CaseIterable {
    /// The hub delivers.
    case push
    /// The receiver asks.
    case pull
    /// 電子記録媒体. Somebody hands over an encrypted file (CT-16).
    case medium
}
