internal import ArgumentParser
internal import StaffAPI

/// How a sheet is shown: as lines, or as JSON.
struct SheetOptions: ParsableArguments {
    @Flag(help: "JSONで表示します")
    var json = false

    /// Shows it, and ends with its exit status where that says that something is not as it should be.
    ///
    /// - Throws: `ExitCode`.
    func show(_ sheet: Sheet) throws {
        if json { printJSON(document: sheet.document) } else { for line in sheet.lines { print(line) } }
        for line in sheet.remarks { tell(line) }
        if sheet.status != 0 { throw ExitCode(sheet.status) }
    }
}
