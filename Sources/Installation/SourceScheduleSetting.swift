internal import Addressee
internal import Foundation
public import Governance
public import Settings

extension Settings {
    /// 届くべきファイルの予定. Read anew each time, so that a change counts at once; what can't be read, or is another body's, is told, and is never taken for a
    /// schedule without anything in it.
    public func sourceSchedule() -> SourceScheduleReading {
        guard let path = self[.sources] else { return .unset }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
            return .unreadable("ファイル \(path) を読めません（環境変数 \(Setting.sources.rawValue)）。場所と権限、文字コード（UTF-8）を確かめてください。")
        }
        do throws(PolicyFileErrors) {
            let schedule = try SourceSchedule(file: path, text: text)
            // Where it is not set, nothing runs that would look.
            if let named = schedule.body, let own = self[.body].flatMap({ try? LocalGovernmentCode($0) }), !named.isOf(own) {
                return .unreadable("\(FaultCode.fileOfAnotherBody) \(path) は、別の団体（\(named)）の予定です。この団体は\(own)です（環境変数 \(Setting.sources.rawValue)）。")
            }
            return .known(schedule)
        } catch {
            return .unreadable(error.description)
        }
    }
}
