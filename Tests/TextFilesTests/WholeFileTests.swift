import Foundation
import Testing

@testable import TextFiles

@Suite struct WholeFileTests {
    private func inDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "whole-file-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    private func names(_ directory: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }

    @Test func nothingHasTheNameBeforeAllOfItIsThere() async throws {
        try await inDirectory { directory in
            let path = directory + "/a.csv"
            try "before".write(toFile: path, atomically: true, encoding: .utf8)
            let file = try await WholeFile(path: path)
            try await file.append(Array("one".utf8))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
            try await file.append(Array("-two".utf8))
            try await file.settle()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
            await #expect(throws: WholeFileFailed.self) { try await file.append([1]) }
            try await file.publish()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one-two")
            #expect(await file.count == 7)
            await file.discard()
            #expect(try names(directory) == ["a.csv"])
        }
    }

    /// Two who write one path at once, as two exports to it: each whole, the later one in place, and nothing of the other left.
    @Test(arguments: [false, true]) func twoWritersOfOnePathDoNotMeet(bothSettleFirst: Bool) async throws {
        try await inDirectory { directory in
            let path = directory + "/a.csv"
            let (one, other) = (try await WholeFile(path: path), try await WholeFile(path: path))
            for _ in 0..<50 {
                try await one.append(Array(repeating: UInt8(ascii: "1"), count: 5000))
                try await other.append(Array(repeating: UInt8(ascii: "2"), count: 3000))
            }
            if bothSettleFirst {
                try await one.settle()
                try await other.settle()
            }
            try await one.publish()
            #expect(try Data(contentsOf: URL(filePath: path)) == Data(repeating: UInt8(ascii: "1"), count: 250_000))
            try await other.publish()
            #expect(try Data(contentsOf: URL(filePath: path)) == Data(repeating: UInt8(ascii: "2"), count: 150_000))
            #expect(try names(directory) == ["a.csv"])
        }
    }

    @Test func whatSeveralTasksAppendIsThereWhole() async throws {
        try await inDirectory { directory in
            let path = directory + "/a.csv"
            try await WholeFile.with(path: path) { file in
                try await withThrowingTaskGroup { group in
                    for task in 0..<8 {
                        group.addTask { for n in 0..<100 { try await file.append(Array("\(task)-\(n)-\(String(repeating: "x", count: n))\n".utf8)) } }
                    }
                    try await group.waitForAll()
                }
            }
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
            let expected = (0..<8).flatMap { task in (0..<100).map { "\(task)-\($0)-\(String(repeating: "x", count: $0))" } }
            #expect(lines.sorted() == expected.sorted())
        }
    }

    @Test func whereTheWorkFailsOrIsCancelledNothingIsLeft() async throws {
        struct Broken: Error {}
        try await inDirectory { (directory: String) async throws in
            let path = directory + "/a.csv"
            await #expect(throws: Broken.self) {
                try await WholeFile.with(path: path) { file in
                    try await file.append([1, 2, 3])
                    throw Broken()
                }
            }
            #expect(try names(directory) == [])
            let (written, mark) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await WholeFile.with(path: path) { file in
                    try await file.append([1, 2, 3])
                    mark.yield()
                    try await Task.sleep(for: .seconds(60))
                }
            }
            for await _ in written { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try names(directory) == [])
        }
    }

    @Test func whatProcessesThatAreGoneLeftIsRemoved() async throws {
        try await inDirectory { directory in
            let left = ["a.csv.4000000-1.partial", "a.csv.4000001.partial", "a.csv.4000000.new"]
            let kept = [
                "a.csv.1-7.partial", "a.csv.1.partial", "a.csv.x-1.partial", "a.csv..partial", "a.csv.partial", "a.csv.4000000-1-2.partial", "a.csv.-4.partial",
                "a.csv.1.new", "a.csv.new", "a.csv.4000000-1.new", "b.csv.4000000-1.partial", "a.csv.4000000-1",
            ]
            for name in left + kept { try "x".write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8) }
            let file = try await WholeFile(path: directory + "/a.csv")
            let there = try names(directory)
            #expect(Set(there).isSuperset(of: kept) && Set(there).isDisjoint(with: left))
            await file.discard()
            #expect(try names(directory) == kept.sorted())
        }
    }

    @Test(arguments: [(WholeFile.Readers.owner, 0o600), (.everybody, 0o644)]) func itsReadersAreWhoWasSaid(readers: WholeFile.Readers, mode: Int) async throws {
        try await inDirectory { directory in
            try await WholeFile.with(path: directory + "/a", readers: readers) { try await $0.append([1]) }
            #expect(try FileManager.default.attributesOfItem(atPath: directory + "/a")[.posixPermissions] as? Int == mode)
        }
    }

    /// What a process of the same number, now gone, left is in nobody's way.
    @Test func whatOnesOwnNumberLeftIsRemoved() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "whole-file-\(UUID())").path
        let unfinished = UnfinishedFile(of: path)
        try "left".write(toFile: unfinished.name, atomically: true, encoding: .utf8)
        unfinished.removeForsaken()
        #expect(!FileManager.default.fileExists(atPath: unfinished.name))
    }

    @Test func theDirectoryOfAFileIsFound() {
        for (path, directory, name) in [("/a", "/", "a"), ("a", ".", "a"), ("b/a", "b", "a"), ("/b/c/a", "/b/c", "a"), ("../a.b", "..", "a.b")] {
            #expect(UnfinishedFile.directory(of: path) == directory && UnfinishedFile.lastComponent(of: path) == name)
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() async throws {
        try await inDirectory { directory in
            let missing = directory + "/missing/a.csv"
            let failed = await #expect(throws: WholeFileFailed.self) { try await WholeFile(path: missing) }
            #expect(failed?.path == missing && failed?.errno == ENOENT)
            // The directory goes away meanwhile.
            try FileManager.default.createDirectory(atPath: directory + "/gone", withIntermediateDirectories: true)
            let file = try await WholeFile(path: directory + "/gone/a.csv")
            try await file.append([1])
            try FileManager.default.removeItem(atPath: directory + "/gone")
            let late = await #expect(throws: WholeFileFailed.self) { try await file.publish() }
            #expect(late?.errno == ENOENT)
            // In the place of a directory nothing is put.
            try FileManager.default.createDirectory(atPath: directory + "/d", withIntermediateDirectories: true)
            await #expect(throws: WholeFileFailed.self) { try await WholeFile.with(path: directory + "/d") { try await $0.append([1]) } }
            #expect(try names(directory) == ["d"])
        }
    }

    /// As `--out /dev/stdout`, tried by root, would.
    @Test func aPipeOrDeviceIsNotReplacedByAFile() async throws {
        try await inDirectory { directory in
            let path = directory + "/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: path)
            for name in ["pipe", "link"] {
                let refused = await #expect(throws: WholeFileFailed.self) {
                    try await WholeFile.with(path: "\(directory)/\(name)") { try await $0.append([1]) }
                }
                #expect(refused?.errno == ENOTSUP && refused?.path == "\(directory)/\(name)")
                #expect(throws: WholeFileFailed.self) { try BlockingWholeFile.write([1], to: "\(directory)/\(name)") }
            }
            #expect(try names(directory) == ["link", "pipe"])
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType != .typeRegular)
        }
    }

    @Test func aBlockingOneIsWholeToo() async throws {
        try await inDirectory { directory in
            let path = directory + "/a.key"
            try "before".write(toFile: path, atomically: true, encoding: .utf8)
            try "left".write(toFile: path + ".4000000-1.partial", atomically: true, encoding: .utf8)
            let file = try BlockingWholeFile(path: path)
            try file.append(Array("one".utf8))
            #expect(try names(directory).count == 2 && !names(directory).contains("a.key.4000000-1.partial"))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
            // Another of the same process meets it nowhere.
            try BlockingWholeFile.write(Array("other".utf8), to: path)
            try file.append(Array("-two".utf8))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "other")
            try file.publish()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one-two")
            #expect(throws: WholeFileFailed.self) { try file.append([1]) }
            #expect(throws: WholeFileFailed.self) { try file.publish() }
            file.discard()
            #expect(try names(directory) == ["a.key"])
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func aBlockingOneThatIsGivenUpOrMayNotReplaceLeavesNothing() async throws {
        try await inDirectory { directory in
            let path = directory + "/a"
            do {
                let file = try BlockingWholeFile(path: path)
                try file.append([1])
            }
            #expect(try names(directory) == [])
            try BlockingWholeFile.write([1], to: path, readers: .everybody, replacing: false)
            let refused = #expect(throws: WholeFileFailed.self) { try BlockingWholeFile.write([2], to: path, replacing: false) }
            #expect(refused?.errno == EEXIST && refused?.path == path)
            #expect(try Data(contentsOf: URL(filePath: path)) == Data([1]))
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o644)
            #expect(try names(directory) == ["a"])
            #expect(throws: WholeFileFailed.self) { try BlockingWholeFile.write([1], to: directory + "/missing/a") }
        }
    }
}
