/// 頁割り. Which parts of a form stand on which page.
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
                        turn()
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
