internal import Addressee

/// A household while it is being invented: members share a dwelling, mostly a surname, and foreigners their nationality.
struct HouseholdDraft {
    private let composer: Composer
    private let surname: Int
    private let nationality: Int
    private let dwelling: Dwelling
    private(set) var random: SplitMix64
    private(set) var members: [Person] = []

    init(composer: Composer, kind: Composer.Kind, foreign: Bool, random: SplitMix64) {
        self.composer = composer
        self.random = random
        dwelling = composer.dwelling(&self.random, flat: kind == .single ? 7_000 : 4_600)
        nationality = foreign ? Nationality.weights.pick(&self.random) : -1
        surname = composer.surname(&self.random, nationality: nationality)
        switch kind {
        case .single: addSingle()
        case .couple: addCouple(age: foreign ? self.random.within(24...50) : coupleAge())
        case .family:
            addCouple(age: foreign ? self.random.within(28...48) : 28 + self.random.below(22) + self.random.below(22))
            addChildren(1 + Self.siblings.pick(&self.random))
        case .loneParent:
            let age = self.random.chance(4_500) ? self.random.within(56...88) : self.random.within(27...58)
            add(.householder, male: self.random.chance(1_700), age: age)
            addChildren(self.random.chance(3_500) ? 2 : 1)
        case .threeGenerations: addThreeGenerations()
        case .sharing: addSharing()
        }
        // Last, because ages are counted from birth dates above.
        for index in members.indices { obscureBirth(index) }
    }

    private static let siblings = Weights([46, 43, 10, 1])

    private mutating func add(_ relation: Relation, male: Bool, age: Int) {
        members.append(
            composer.person(&random, relation, male: male, age: age, surname: surname, nationality: nationality, dwelling))
    }

    private mutating func addOfOtherName(_ relation: Relation, male: Bool, age: Int) {
        let own = composer.surname(&random, nationality: nationality)
        members.append(composer.person(&random, relation, male: male, age: age, surname: own, nationality: nationality, dwelling))
    }

    private mutating func addSingle() {
        let age = nationality < 0 ? singleAge() : random.within(19...45)
        add(.householder, male: random.chance(age > 64 ? 3_700 : 5_700), age: age)
    }

    private mutating func singleAge() -> Int {
        switch random.below(100) {
        case 0..<28: random.within(18...29)
        case 28..<60: random.within(30...64)
        case 60..<97: 62 + random.below(12) + random.below(18)
        default: random.within(90...103)
        }
    }

    private mutating func coupleAge() -> Int {
        switch random.below(100) {
        case 0..<22: random.within(24...39)
        case 22..<40: random.within(40...58)
        default: 58 + random.below(13) + random.below(18)
        }
    }

    private mutating func addCouple(age: Int) {
        let headMale = random.chance(9_300)
        add(.householder, male: headMale, age: age)
        let partnerAge = max(19, age + random.within(headMale ? -6...3 : -3...6))
        let relation: Relation = headMale ? .wife : .husband
        if nationality < 0, random.chance(70) {
            let abroad = Nationality.weights.pick(&random)
            let own = composer.surname(&random, nationality: abroad)
            members.append(
                composer.person(&random, relation, male: !headMale, age: partnerAge, surname: own, nationality: abroad, dwelling))
            return
        }
        add(relation, male: !headMale, age: partnerAge)
        if nationality < 0, random.chance(140) { members[1].formerSurname = composer.surname(&random, nationality: -1) }
    }

    private mutating func addChildren(_ count: Int) {
        let mother = (members.first { !$0.isMale } ?? members[0]).age(on: composer.today)
        var age = mother - random.within(22...36)
        // Grown-up children mostly live elsewhere.
        if age > 22, random.chance(5_500) { age = random.below(23) }
        age = max(0, min(age, mother - 18))
        for _ in 0..<count where age >= 0 {
            add(.child, male: random.chance(5_120), age: age)
            age -= random.within(1...5)
        }
    }

    private mutating func addThreeGenerations() {
        addCouple(age: random.within(34...57))
        addChildren(1 + Self.siblings.pick(&random))
        let headAge = members[0].age(on: composer.today)
        add(.mother, male: false, age: headAge + random.within(23...34))
        if random.chance(4_000) { add(.father, male: true, age: headAge + random.within(25...37)) }
    }

    private mutating func addSharing() {
        let age = random.within(22...70)
        let male = random.chance(5_500)
        add(.householder, male: male, age: age)
        switch random.below(4) {
        case 0: addOfOtherName(male ? .unmarriedWife : .unmarriedHusband, male: !male, age: max(20, age - random.below(6)))
        case 1: addOfOtherName(.cohabitant, male: male, age: max(19, age - random.below(15)))
        case 2:
            let siblingMale = random.chance(5_000)
            add(siblingMale ? .youngerBrother : .youngerSister, male: siblingMale, age: max(18, age - random.within(1...8)))
        default: add(.mother, male: false, age: min(100, age + random.within(22...36)))
        }
    }

    private mutating func obscureBirth(_ index: Int) {
        let age = members[index].age(on: composer.today)
        if age > 60, random.chance(members[index].foreigner == nil ? 25 : 400) {
            composer.makeBirthUnknown(&members[index], &random)
        } else if age > 50, members[index].birth.year % 4 != 0, random.chance(4) {
            members[index].birth.month = 2
            members[index].birth.day = 29
        }
    }
}
