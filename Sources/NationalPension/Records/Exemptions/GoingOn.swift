package import Addressee
internal import Postgres

/// 審査の続行の結果. What one pass has done.
package struct ContinuedExaminations: Sendable, Hashable {
    /// Applications of which something had changed.
    package internal(set) var looked = 0
    /// Those that were examined anew by it.
    package internal(set) var anew = 0
    /// Those that can't be read: they are looked at again when something of them changes.
    package internal(set) var unread = 0
    /// Whether there are more than one pass takes.
    package internal(set) var isMore = false
}

extension PensionRecords {
    /// 審査の続行. Examines applications that wait and of which something has changed since they were looked at last: an income that arrived, a record that was
    /// corrected, a household that was entered, or another version of the program, which may know other rules.
    ///
    /// - Parameter most: looked at in one pass.
    /// - Throws: `PostgresError` or `PensionRefused`, the first that kept one from being examined, after all others were: that one is examined again the next
    ///   time, behind those that nobody has looked at.
    package func goOn(by clerk: Clerk, today: CalendarDay, most: Int = 200) async throws -> ContinuedExaminations {
        let rows = try await pool.query(
            """
            SELECT w.fiscal_year, w.number, w.mark
            FROM pension.waiting_application w LEFT JOIN pension.examined_until u ON u.fiscal_year = w.fiscal_year AND u.number = w.number
            WHERE u.mark IS DISTINCT FROM w.mark OR u.program IS DISTINCT FROM \(program)::text
            ORDER BY octet_length(u.mark) = 0 NULLS FIRST, w.fiscal_year, w.number LIMIT \(Int64(most + 1))
            """)
        let changed = try rows.map { try $0.decode((Int32, Int32, [UInt8]).self) }
        var done = ContinuedExaminations()
        done.isMore = changed.count > most
        var failed: (any Error)?
        for (year, count, mark) in changed.prefix(most) {
            let reception = ReceptionNumber(fiscalYear: year, number: count)
            done.looked += 1
            // As it was before it was looked at: what has changed meanwhile is looked at the next time.
            var seen = mark
            do throws(any Error) {
                do throws(any Error) {
                    let before = try await pool.withConnection { try await examinations(of: reception, on: $0).first?.id }
                    if try await examine(reception, by: clerk, today: today).id != before { done.anew += 1 }
                } catch let refused as PensionRefused where refused.lasts {
                    if refused == .unreadable { done.unread += 1 }
                } catch is CancellationError { throw CancellationError() } catch {
                    (seen, failed) = ([], failed ?? error)
                }
                try await pool.execute(
                    """
                    INSERT INTO pension.examined_until (fiscal_year, number, mark, program) VALUES (\(year), \(count), \(seen[...]), \(program))
                    ON CONFLICT ON CONSTRAINT examined_until_pkey DO UPDATE SET (looked_at, mark, program) = (now(), excluded.mark, excluded.program)
                    """)
            } catch is CancellationError { throw CancellationError() } catch { failed = failed ?? error }
        }
        if let failed { throw failed }
        return done
    }
}

extension PensionRefused {
    /// Whether an application can't be examined as long as it is as it is: decided, of a row that this program did not write, no application, not readable.
    fileprivate var lasts: Bool { [.decided, .untrue, .noApplication, .unreadable].contains(self) }
}
