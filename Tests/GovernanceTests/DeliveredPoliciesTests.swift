import Addressee
import Testing

@testable import Governance

/// The folder `Policies/` as delivered, against what the assessment documents allow.
@Suite struct DeliveredPoliciesTests {
    private static let basicFour = ItemSet([
        .shimei, .seinengappi, .seinengappiFushofuragu, .seinengappiFushohyoki, .seibetsu, .jushoTodofuken,
        .jushoShikugunchosonmei, .jushoChoaza, .jushoBanchigohyoki, .jushoKatagaki,
    ])
    private static let suppression = ItemSet([.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi])

    /// Of the register's record.
    private func policies() throws -> [Policy] { try deliveredLibrary().policies.filter { $0.dataset == .addressee } }

    @Test func sixSystemsAreServed() throws {
        #expect(
            try policies().map(\.system) == [
                .careInsurance, .childcare, .educationBoard, .healthInsurance, .nationalPension, .tax,
            ])
        #expect(Set(try deliveredLibrary().policies.map(\.contentHash)).count == 12)
    }

    /// 国民年金 gets incomes by the addressee number, all that 別添2 has of them and what the exemption's rules ask beside it.
    @Test func thePensionGetsIncomesWithoutTheIndividualNumber() throws {
        let policy = try #require(try deliveredLibrary().policies.first { $0.system == .nationalPension && $0.dataset != .addressee })
        #expect(!policy.mayGiveIndividualNumber)
        #expect(policy.catalogue.source == .system(.tax))
        #expect(policy.items == policy.catalogue.all.subtracting(ItemSet(.kojinbango)))
    }

    /// NP-11 (評価書 Ⅱ-5 移転先1–4): what other departments are given of pensions, item by item, without the individual number.
    @Test(arguments: [
        ("resident-record", "pension-qualification", "pension-transfer-1", "基礎年金番号 被保険者種別 資格取得年月日 資格喪失年月日"),
        ("childcare", "pension-qualification", "pension-transfer-2", "基礎年金番号 被保険者種別 資格取得年月日 資格喪失年月日"),
        ("care-insurance", "old-age-welfare-pension", "pension-transfer-3", "証書記号 証書番号 支給区分"),
        (
            "health-insurance", "pension-movement", "pension-transfer-4",
            "処理年月 基礎年金番号 被保険者種別 資格取得年月日 資格取得事由 資格喪失年月日 資格喪失事由"
        ),
    ])
    func otherDepartmentsGetOfPensionsWhatTheDocumentLists(_ system: String, _ dataset: String, _ basis: String, _ items: String) throws {
        let policy = try #require(try deliveredLibrary().policies.first { $0.system.rawValue == system && $0.dataset.rawValue == dataset })
        #expect(policy.catalogue.source == .system(.nationalPension))
        #expect(policy.legalBases == [basis])
        #expect(!policy.mayGiveIndividualNumber)
        #expect(policy.catalogue.items.filter { policy.items.contains($0) }.map(\.label) == items.split(separator: " ").map(String.init))
    }

    /// NP-5 (評価書 Ⅱ-5 提供先1): the Service is given what the medium of a batch says, on a medium and by no other way.
    @Test func theServiceIsGivenReportsOnAMediumAlone() throws {
        let policy = try #require(try deliveredLibrary().policies.first { $0.system == .japanPensionService })
        #expect(policy.catalogue.source == .system(.nationalPension) && policy.items == policy.catalogue.all.subtracting(ItemSet(.kojinbango)))
        #expect(policy.legalBases == ["pension-provision-1"] && policy.ways == Policy.Ways(push: false, pull: false, medium: true))
    }

    @Test func everyReceiverGetsNumberAndBasicFour() throws {
        for policy in try policies() {
            #expect(policy.includesIndividualNumber)
            #expect(policy.items.isSuperset(of: Self.basicFour.union(ItemSet(.kojinbango))), "\(policy.system)")
        }
    }

    @Test func suppressionTravelsWithThePerson() throws {
        for policy in try policies() where policy.system != .educationBoard {
            #expect(policy.items.isSuperset(of: Self.suppression), "\(policy.system)")
        }
    }

    @Test func theEducationBoardGetsNothingElseAndOnlyAsksOrIsHandedAMedium() throws {
        let policy = try #require(try deliveredLibrary().policies.first { $0.system == .educationBoard })
        #expect(policy.items == Self.basicFour.union(ItemSet(.kojinbango)))
        #expect(policy.ways == Policy.Ways(push: false, pull: true, medium: true))
    }

    /// 支援措置の対象者の所在 goes only to whoever is told of the protection, and on a ground of their own.
    @Test func whereProtectedPersonsAreIsGivenOnlyAsTheDocumentsSupport() throws {
        for policy in try deliveredLibrary().policies where policy.givesPlace {
            let isWithheld = policy.system == .educationBoard || policy.system == .japanPensionService
            #expect(policy.protected?.word == (isWithheld ? .withhold : .give), "\(policy.system)")
            #expect(Set(policy.protected?.legalBases ?? []) == (isWithheld ? [] : Set(policy.legalBases)), "\(policy.system)")
        }
        #expect(try deliveredLibrary().policies.filter(\.givesPlace).count == 7)
    }

    @Test func provisionalFlagsAreInNoDataset() throws {
        for dataset in try deliveredLibrary().datasets.values { #expect(!dataset.items.contains(Item.karitorokufuragu)) }
    }

    @Test func everyRowOfBothListsIsALegalBasis() throws {
        let bases = try deliveredLibrary().legalBases.values
        #expect(bases.filter { $0.id.hasPrefix("transfer-") }.map(\.row).sorted() == Array(1...59))
        #expect(bases.filter { $0.id.hasPrefix("pension-transfer-") }.map(\.row).sorted() == Array(1...4))
        #expect(bases.filter { $0.id.hasPrefix("provision-") }.map(\.row).sorted() == Array(1...17))
    }

    @Test(arguments: [
        ("tax", "地方税法"), ("childcare", "児童手当法"), ("care-insurance", "介護保険法"), ("health-insurance", "国民健康保険法"),
        ("national-pension", "国民年金法"),
    ])
    func eachSystemRestsOnItsOwnLaw(_ system: String, _ law: String) throws {
        let library = try deliveredLibrary()
        let policy = try #require(library.policies.first { $0.system.rawValue == system })
        #expect(Set(policy.legalBases.compactMap { library.legalBases[$0]?.law }) == [law])
    }

    @Test func theTextsLoadAgain() throws {
        let library = try deliveredLibrary()
        let again = try PolicyLibrary(documents: library.documents)
        #expect(again.policies == library.policies)
        #expect(again.datasets == library.datasets)
    }
}
