import AccessControlStand
package import Addressee
import Crypto
import Foundation
package import Register
package import SyntheticCity

/// A generated city on disk, in the order in which its files are to be loaded.
package struct SmallCity: Sendable {
    package struct File: Sendable {
        package var name: String
        package var path: String
        package var layout: FileLayout
        package var source: SystemName
    }

    package var directory: String
    package var files: [File]
    package var rows: [String: Int]

    package static func generate(
        persons: Int, seed: UInt64 = 7, days: Int = 0, movementsPerDay: Int? = nil, plant: [Fault] = [], into directory: String
    ) async throws -> SmallCity {
        try await generate(
            CityRequest(
                persons: persons, seed: seed, directory: directory, from: TestHub.intakeDay, days: days, movementsPerDay: movementsPerDay,
                systems: CityRequest.standardSystems, plant: plant))
    }

    package static func generate(_ request: CityRequest) async throws -> SmallCity {
        // Writing files blocks, so it has a thread of its own.
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: CitySummary.self)
        Thread.detachNewThread {
            do {
                continuation.yield(try SyntheticCity.generate(request))
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        var city = SmallCity(directory: request.directory, files: [], rows: [:])
        for try await summary in stream {
            for file in summary.files {
                city.rows[file.name] = file.rows
                let system =
                    file.name.hasPrefix("nonresidents-")
                    ? String(file.name.dropFirst("nonresidents-".count).dropLast(".csv".count)) : "resident-record"
                city.files.append(
                    File(
                        name: file.name, path: request.directory + "/" + file.name, layout: file.name.hasPrefix("nonresidents-") ? .nonResidents : .residents,
                        source: SystemName(rawValue: system) ?? .residentRecord))
            }
        }
        return city
    }

    package static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    package func digest(of file: String) throws -> [UInt8] {
        Array(SHA256.hash(data: try Data(contentsOf: URL(filePath: directory + "/" + file))))
    }

    /// Every individual number in its files.
    package func individualNumbers() throws -> Set<String> {
        var numbers: Set<String> = []
        for file in files {
            let lines = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self).split(separator: "\n")
            guard let column = lines.first?.split(separator: ",").firstIndex(of: "kojinbango") else { continue }
            // It stands before every column that can be quoted.
            for line in lines.dropFirst() {
                let fields = line.split(separator: ",", maxSplits: column + 1, omittingEmptySubsequences: false)
                if fields.count > column, fields[column].count == 12 { numbers.insert(String(fields[column])) }
            }
        }
        return numbers
    }
}

extension TestHub {
    package func take(_ file: SmallCity.File) async throws -> IntakeReport {
        try await take(file: file.path, layout: file.layout, source: file.source)
    }
}
