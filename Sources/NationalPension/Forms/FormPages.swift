/// 頁割り. Which parts of a form stand on which page. What is certified is above the place where it is signed: 証明欄 never stands on a page alone.
enum FormPages {
    /// Room below the head of a page, in tenths of a millimetre.
    static let room = 2_330

    /// At least one page. A block that does not fit is divided between its rows; a row that is higher than a page stands on one alone.
    static func of(_ blocks: [FormBlock]) -> [[FormBlock]] {
        var pages: [[FormBlock]] = [[]]
        var left = room
        func turn() {
            pages.append([])
            left = room
        }
        func put(_ block: FormBlock) {
            pages[pages.count - 1].append(block)
            left -= block.height
        }
        /// Begins a page with the last row of the page before.
        func turnWithLastRow(before block: FormBlock) {
            guard let last = pages[pages.count - 1].last, last.rows.count > 1 || pages[pages.count - 1].count > 1 else { return turn() }
            let from = last.rows.count - 1
            let row = last.part(from..<last.rows.count)
            guard row.height + block.height <= room else { return turn() }
            pages[pages.count - 1].removeLast()
            if from > 0 { pages[pages.count - 1].append(last.part(0..<from)) }
            turn()
            put(row)
        }
        for block in blocks {
            let rows = block.rows
            var done = 0
            while done < rows.count {
                let rest = block.part(done..<rows.count)
                if rest.height <= left {
                    put(rest)
                    break
                }
                var (end, height) = (done, block.head)
                while end < rows.count, height + rows[end] <= left {
                    height += rows[end]
                    end += 1
                }
                if end == done {
                    guard pages[pages.count - 1].isEmpty else {
                        if case .certification = block { turnWithLastRow(before: block) } else { turn() }
                        continue
                    }
                    end = done + 1
                }
                put(block.part(done..<end))
                done = end
                if done < rows.count { turn() }
            }
        }
        return pages
    }
}
