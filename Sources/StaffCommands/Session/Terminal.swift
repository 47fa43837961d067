internal import Crypto
internal import Foundation
internal import TextForms

/// The window of the terminal (端末) that this command runs in: what a session is bound to beside the terminal's certificate, and where secrets are asked for.
package enum Terminal {
    /// 窓: terminal line and session, such as `pts-3:4711-88213`. A session is its leader's process and that process's start, so that neither another window
    /// nor a later session with the same number is taken for it.
    package static var window: String {
        let session = getsid(0)
        let line = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].lazy.compactMap { descriptor in
            ttyname(descriptor).map { String(cString: $0) }
        }.first
        let short = line.map { $0.hasPrefix("/dev/") ? String($0.dropFirst(5)) : $0 }?.replacing("/", with: "-") ?? "no-tty"
        return "\(short):\(session)-\(startOfProcess(session))"
    }

    /// Host name and a few digits of the machine's id: two machines of one name differ.
    package static var machine: String {
        // Not by way of a name server, which could be slow or away.
        var buffer = [CChar](repeating: 0, count: 256)
        gethostname(&buffer, buffer.count - 1)
        let host = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Where a machine has no such file its name alone tells it.
        guard let id = try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8), !id.isEmpty else { return host }
        return "\(host)-\(SHA256.hash(data: Data(id.utf8)).prefix(3).hex)"
    }

    /// Field 22 of `/proc/PID/stat`: clock ticks since boot; 0 where there is no such file.
    private static func startOfProcess(_ process: pid_t) -> String {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), let end = stat.lastIndex(of: ")") else { return "0" }
        let fields = stat[end...].split(separator: " ")
        return fields.count > 20 ? String(fields[20]) : "0"
    }

    /// Asks on the terminal, showing nothing of the answer.
    ///
    /// - Throws: `CommandFailure` where there is no terminal to ask at.
    package static func ask(_ prompt: String, hidden: Bool = true) throws -> String {
        guard let tty = fopen("/dev/tty", "r+") else {
            throw CommandFailure("端末がないため「\(prompt)」を尋ねられません。--help にあるファイルの指定を使ってください。")
        }
        defer { fclose(tty) }
        let descriptor = fileno(tty)
        var before = termios()
        let isChanged = hidden && tcgetattr(descriptor, &before) == 0
        if isChanged {
            var silent = before
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(descriptor, TCSAFLUSH, &silent)
        }
        fputs("\(prompt): ", tty)
        fflush(tty)
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        let count = getline(&line, &capacity, tty)
        if isChanged {
            tcsetattr(descriptor, TCSAFLUSH, &before)
            fputs("\n", tty)
        }
        defer { free(line) }
        guard count > 0, let line else { throw CommandFailure("入力がありませんでした。") }
        return String(cString: line).trimmingCharacters(in: .newlines)
    }
}
