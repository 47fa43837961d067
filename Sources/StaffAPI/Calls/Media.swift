/// 媒体の申し出, for one receiver's certificate.
package struct ProposeMedium: StaffRequest {
    package static let name = "media/propose"
    package var system: String
    package var dataset: String
    /// `csv` or `ndjson`.
    package var format: String
    /// The receiver's, PEM.
    package var certificate: String
    package var reason: String

    package init(system: String, dataset: String, format: String, certificate: String, reason: String) {
        (self.system, self.dataset, self.format, self.certificate, self.reason) = (system, dataset, format, certificate, reason)
    }

    package struct Answer: Codable, Sendable {
        package var medium: Int64

        package init(medium: Int64) { self.medium = medium }
    }
}

/// 媒体の承認, by another person; or its refusal, or the withdrawal of one's own.
package struct DecideMedium: StaffRequest {
    package static let name = "media/decide"
    package typealias Answer = Done
    package var medium: Int64
    package var isReleased: Bool
    package var reason: String

    package init(medium: Int64, isReleased: Bool, reason: String) { (self.medium, self.isReleased, self.reason) = (medium, isReleased, reason) }
}

/// 媒体への書出し (作成), once, of what was released. Brings the encrypted file, and its receipt as text and as JSON.
package struct ExportMedium: LongRequest {
    package static let name = "media/export"
    package var medium: Int64
    /// What the file is called where it goes.
    package var fileName: String

    package init(medium: Int64, fileName: String) { (self.medium, self.fileName) = (medium, fileName) }

    package struct Answer: Codable, Sendable {
        /// 受渡票
        package var receipt: String

        package init(receipt: String) { self.receipt = receipt }
    }
}

/// 引渡し・受領・返却・廃棄
package struct MoveMedium: StaffRequest {
    package static let name = "media/move"
    package typealias Answer = Done
    package var medium: Int64
    /// `handed`, `received`, `returned` or `destroyed`.
    package var step: String
    /// `YYYY-MM-DD`; nil: today.
    package var day: String?
    package var counterpart: String?
    package var note: String?

    package init(medium: Int64, step: String, day: String?, counterpart: String?, note: String?) {
        (self.medium, self.step, self.day, self.counterpart, self.note) = (medium, step, day, counterpart, note)
    }
}

/// 媒体の一覧, the newest first; or those that should have come further.
package struct ListMedia: StaffRequest {
    package static let name = "media/list"
    package typealias Answer = [MediumLine]
    package var onlyOverdue: Bool

    package init(onlyOverdue: Bool) { self.onlyOverdue = onlyOverdue }
}

/// 媒体の照会, with its chain.
package struct ShowMedium: StaffRequest {
    package static let name = "media/show"
    package typealias Answer = MediumLine
    package var medium: Int64

    package init(medium: Int64) { self.medium = medium }
}

/// 媒体
package struct MediumLine: Codable, Sendable {
    package var number: Int64
    package var system: String
    package var dataset: String
    /// SHA-256 of the receiver's certificate.
    package var fingerprint: String
    package var proposedBy: String
    package var proposedAt: String
    package var decidedBy: String?
    /// For people.
    package var state: String
    package var steps: [Step]
    /// Days since its last step beyond which something should have followed.
    package var daysOverdue: Int?

    package init(
        number: Int64, system: String, dataset: String, fingerprint: String, proposedBy: String, proposedAt: String, decidedBy: String?, state: String,
        steps: [Step], daysOverdue: Int?
    ) {
        (self.number, self.system, self.dataset, self.fingerprint) = (number, system, dataset, fingerprint)
        (self.proposedBy, self.proposedAt, self.decidedBy, self.state) = (proposedBy, proposedAt, decidedBy, state)
        (self.steps, self.daysOverdue) = (steps, daysOverdue)
    }

    /// 受渡しの記録
    package struct Step: Codable, Sendable {
        /// For people.
        package var step: String
        package var day: String
        package var recordedBy: String
        package var counterpart: String?
        package var note: String?

        package init(step: String, day: String, recordedBy: String, counterpart: String?, note: String?) {
            (self.step, self.day, self.recordedBy, self.counterpart, self.note) = (step, day, recordedBy, counterpart, note)
        }
    }
}
