/// ハブの状態. Counts only.
package struct ReadStatus: StaffRequest {
    package static let name = "status"
    package typealias Answer = Sheet

    package init() {}
}

/// 届くべきファイル, and whether they have come.
package struct ListSources: StaffRequest {
    package static let name = "sources"
    package typealias Answer = Sheet

    package init() {}
}

/// 突合. Compares what receivers hold with what the policies say of the register.
package struct CompareReceivers: LongRequest {
    package static let name = "receivers/compare"
    package typealias Answer = Sheet
    /// Only these; empty: all.
    package var systems: [String]
    /// Whether a system that pulls is told anew of the persons that differ.
    package var sendsAgain: Bool
    /// By kind of person and ward, counting only.
    package var isByClass: Bool

    package init(systems: [String], sendsAgain: Bool, isByClass: Bool) {
        (self.systems, self.sendsAgain, self.isByClass) = (systems, sendsAgain, isByClass)
    }
}

/// 再配信
package struct Redeliver: StaffRequest {
    package static let name = "receivers/redeliver"
    package var system: String
    /// Of this dataset alone; nil: of every one that the system is pushed.
    package var dataset: String?
    package var what: What

    package init(system: String, dataset: String?, what: What) { (self.system, self.dataset, self.what) = (system, dataset, what) }

    package enum What: Codable, Sendable {
        /// Persons that were not taken; of this dead letter alone, or of all.
        case deadLetters(Int64?)
        /// Persons of whom no answer came in time.
        case unanswered
        /// Everything from the beginning.
        case everything
    }

    package struct Answer: Codable, Sendable {
        /// Persons that wait for delivery now; nil: everybody will.
        package var persons: Int?

        package init(persons: Int?) { self.persons = persons }
    }
}

/// 接続の取込. Files of endpoints.
package struct LoadEndpoints: StaffRequest {
    package static let name = "endpoints/load"
    package typealias Answer = Sheet
    package var files: [TextFile]

    package init(files: [TextFile]) { self.files = files }
}

/// 接続の一覧
package struct ListEndpoints: StaffRequest {
    package static let name = "endpoints/list"
    package typealias Answer = Sheet

    package init() {}
}

/// 接続の停止・再開・取外し・配信
package struct ActOnEndpoint: StaffRequest {
    package static let name = "endpoints/act"
    package typealias Answer = Done
    package var system: String
    package var dataset: String
    package var act: Act
    package var reason: String

    package init(system: String, dataset: String, act: Act, reason: String) {
        (self.system, self.dataset, self.act, self.reason) = (system, dataset, act, reason)
    }

    package enum Act: String, Codable, Sendable {
        case pause, resume, remove, run
    }
}

/// 関わる人の登録. That a system works with a person whom it did not register itself, and its end.
package struct TurnInterest: StaffRequest {
    package static let name = "interests/turn"
    package typealias Answer = Done
    package var system: String
    /// 宛名番号
    package var number: String
    package var isEnd: Bool
    package var reason: String

    package init(system: String, number: String, isEnd: Bool, reason: String) {
        (self.system, self.number, self.isEnd, self.reason) = (system, number, isEnd, reason)
    }
}

/// 証明書の登録. By which a system may ask.
package struct AddCertificate: StaffRequest {
    package static let name = "certificates/add"
    package var system: String
    package var pem: String

    package init(system: String, pem: String) { (self.system, self.pem) = (system, pem) }

    package struct Answer: Codable, Sendable {
        package var fingerprint: String
        package var until: String

        package init(fingerprint: String, until: String) { (self.fingerprint, self.until) = (fingerprint, until) }
    }
}

/// 証明書の一覧
package struct ListCertificates: StaffRequest {
    package static let name = "certificates/list"
    package typealias Answer = Sheet
    /// nil: of all.
    package var system: String?

    package init(system: String?) { self.system = system }
}

/// 証明書の失効
package struct BlockCertificate: StaffRequest {
    package static let name = "certificates/block"
    package var certificate: Which
    package var reason: String

    package init(certificate: Which, reason: String) { (self.certificate, self.reason) = (certificate, reason) }

    package enum Which: Codable, Sendable {
        /// 指紋: of one that is listed, its first twelve digits or more.
        case fingerprint(String)
        case pem(String)
    }

    package struct Answer: Codable, Sendable {
        package var fingerprint: String

        package init(fingerprint: String) { self.fingerprint = fingerprint }
    }
}

/// 初回使用による登録の期限
package struct SetEnrolment: StaffRequest {
    package static let name = "certificates/enrolment"
    package typealias Answer = Done
    /// YYYY-MM-DD
    package var until: String

    package init(until: String) { self.until = until }
}

/// 文書. A file of text that is handed in whole.
package struct TextFile: Codable, Sendable {
    /// By its path below the directory.
    package var name: String
    package var text: String

    package init(name: String, text: String) { (self.name, self.text) = (name, text) }
}
