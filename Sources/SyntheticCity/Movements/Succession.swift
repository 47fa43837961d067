/// 続柄 after another person has become householder (世帯主変更).
enum Succession {
    /// Relation of a member to the new householder.
    static func relation(of member: Person, to successor: Person) -> Relation {
        if member.number == successor.number { return .householder }
        switch successor.relation {
        case .wife, .husband, .unmarriedWife, .unmarriedHusband: return afterPartner(member, successor)
        case .child: return afterChild(member, successor)
        case .father, .mother: return afterParent(member)
        default: return member.relation == .cohabitant || member.relation == .householder ? .cohabitant : .relative
        }
    }

    private static func afterPartner(_ member: Person, _ successor: Person) -> Relation {
        switch member.relation {
        case .householder:
            successor.relation == .wife || successor.relation == .husband
                ? (member.isMale ? .husband : .wife) : (member.isMale ? .unmarriedHusband : .unmarriedWife)
        case .father: successor.isMale ? .wifesFather : .husbandsFather
        case .mother: successor.isMale ? .wifesMother : .husbandsMother
        case .wifesFather, .husbandsFather: .father
        case .wifesMother, .husbandsMother: .mother
        case .elderBrother, .youngerBrother, .elderSister, .youngerSister: .relative
        default: member.relation
        }
    }

    private static func afterChild(_ member: Person, _ successor: Person) -> Relation {
        switch member.relation {
        case .householder, .wife, .husband: return member.isMale ? .father : .mother
        case .child:
            let elder = (member.birth.year, member.birth.month, member.birth.day) < (successor.birth.year, successor.birth.month, successor.birth.day)
            return member.isMale ? (elder ? .elderBrother : .youngerBrother) : (elder ? .elderSister : .youngerSister)
        case .grandchild: return .child
        case .cohabitant: return .cohabitant
        default: return .relative
        }
    }

    private static func afterParent(_ member: Person) -> Relation {
        switch member.relation {
        case .householder: .child
        case .wife: .childsWife
        case .husband: .childsHusband
        case .child: .grandchild
        case .father: .husband
        case .mother: .wife
        case .cohabitant: .cohabitant
        default: .relative
        }
    }
}
