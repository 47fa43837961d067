internal import Addressee

/// Files of 法定免除, 産前産後, 育児, 基金 and of the claims that the earlier system received.
struct PensionRecordFiles: ~Copyable {
    var legalExemption: OutputFile
    var maternity: OutputFile
    var childcare: OutputFile
    var fund: OutputFile
    var oldAge: OutputFile
    var disability: OutputFile
    var survivor: OutputFile
    var welfare: OutputFile

    /// Who claims after a death, behind its day: a spouse who lives elsewhere, the pension code, their kana and their address.
    static let spouse: StaticString = ",spouse,,別世帯の配偶者,,6450,ミホン　ハイグウシャ,見本町一丁目1番1号"

    init(directory: String, of body: String) throws(GenerationError) {
        let legalExemption = try OutputFile(
            directory: directory, name: PensionFiles.name(.legalExemption), header: "atenabango,jiyu,gaitobi,shometsubi,nofukaishitsuki,nofushuryotsuki",
            body: body)
        let maternity = try OutputFile(directory: directory, name: PensionFiles.name(.maternity), header: "atenabango,shussanbi,tatai", body: body)
        let childcare = try OutputFile(
            directory: directory, name: PensionFiles.name(.childcare), header: "atenabango,shusseibi,kaishibi,shuryobi,shussansha", body: body)
        let fund = try OutputFile(directory: directory, name: PensionFiles.name(.fund), header: "atenabango,kanyubi,dattaibi", body: body)
        let oldAge = try OutputFile(
            directory: directory, name: PensionFiles.name(.oldAgeClaim), header: "atenabango,uketsukebi,shintatsubi,jukenbi,nenkincode", body: body)
        let disability = try OutputFile(
            directory: directory, name: PensionFiles.name(.disabilityClaim),
            header:
                "atenabango,uketsukebi,shintatsubi,ninteibi,shoshinbi,shindanshobi,nenkincode,shindanshoyoshiki,genshobi,shindanshoiryokikan,shoshiniryokikan",
            body: body)
        let survivor = try OutputFile(
            directory: directory, name: PensionFiles.name(.survivorClaim),
            header: """
                atenabango,uketsukebi,shintatsubi,shibobi,zokugara,seikyushaatenabango,seikyushamoshitate,seikyushaseinengappi,nenkincode,\
                seikyushashimei_furigana,seikyushajusho
                """,
            body: body)
        let welfare = try OutputFile(
            directory: directory, name: PensionFiles.name(.oldAgeWelfareClaim),
            header: "atenabango,uketsukebi,shintatsubi,shoshokigo,shoshobango,shikyukubun", body: body)
        self.legalExemption = legalExemption
        self.maternity = maternity
        self.childcare = childcare
        self.fund = fund
        self.oldAge = oldAge
        self.disability = disability
        self.survivor = survivor
        self.welfare = welfare
    }

    /// All rows of a person.
    mutating func write(_ member: PensionMember, _ writing: PensionRow) throws(GenerationError) {
        if let legal = member.legal {
            try legalExemption.row { row in
                writing.days(member, legal.ground.rawValue, [legal.began], &row, more: ",")
                row.append(legal.ended)
                row.comma()
                if let paid = legal.paid { row.append(paid.first) }
                row.comma()
                if let paid = legal.paid { row.append(paid.last) }
            }
        }
        for born in member.births { try maternity.row { writing.days(member, nil, [born], &$0, more: ",0") } }
        for born in member.raised {
            try childcare.row { row in
                writing.days(member, nil, [born, born], &row, more: ",,")
                row.append(!member.person.isMale)
            }
        }
        if let membership = member.fund {
            try fund.row { row in
                writing.days(member, nil, [membership.joined], &row, more: ",")
                row.append(membership.left)
            }
        }
        if let claim = member.claim { try write(claim, of: member, writing) }
    }

    private mutating func write(_ claim: PensionMember.Claim, of member: PensionMember, _ writing: PensionRow) throws(GenerationError) {
        let (received, sent) = (claim.received, claim.sent)
        switch claim.ground {
        case .oldAge(let right): try oldAge.row { writing.claim(member, received: received, sent: sent, ",", right, ",1150", &$0) }
        case .disability(let firstVisit, let certain):
            try disability.row { row in
                writing.claim(member, received: received, sent: sent, ",", certain, ",", &row)
                row.append(firstVisit)
                row.comma()
                row.append(received.adding(days: -3))
                row.append(",5350,limbs,")
                row.append(received.adding(days: -10))
                row.append(",見本病院,見本病院")
            }
        case .survivor(let died): try survivor.row { writing.claim(member, received: received, sent: sent, ",", died, Self.spouse, &$0) }
        case .oldAgeWelfare:
            try welfare.row { row in
                writing.claim(member, received: received, sent: sent, ",さ,", nil, "", &row)
                row.append(number: Int64(member.person.number % 100_000), digits: 5)
                row.append(",全部支給")
            }
        }
    }

    /// Puts the files in their places.
    consuming func finish() throws(GenerationError) -> [CitySummary.File] {
        func file(_ kind: FileLayout.PensionFile, _ written: (rows: Int, bytes: Int, placed: [PlacedRow])) -> CitySummary.File {
            CitySummary.File(name: PensionFiles.name(kind), rows: written.rows, bytes: written.bytes)
        }
        return [
            file(.legalExemption, try legalExemption.finish()), file(.maternity, try maternity.finish()), file(.childcare, try childcare.finish()),
            file(.fund, try fund.finish()), file(.oldAgeClaim, try oldAge.finish()), file(.disabilityClaim, try disability.finish()),
            file(.survivorClaim, try survivor.finish()), file(.oldAgeWelfareClaim, try welfare.finish()),
        ]
    }
}
