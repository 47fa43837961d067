"""様式の印刷。標準入力のHTMLを標準出力のPDFにする: print-forms.py FONT-FILE FONT-FAMILY

Run by FormPrinter (Sources/NationalPension/Forms/FormPrinter.swift) with limits of processor time, memory and files. Nothing is fetched, nothing is written but standard output.
Ends with 0 and the PDF; with 3 and, on standard error, a line "missing<TAB>KEY<TAB>CODE POINTS" for each character that the font can't draw, and no PDF;
with 4 where the font is not as it is expected.
"""
import logging
import os
import sys

from fontTools.ttLib import TTFont, TTLibError

# Code points that are no characters to draw: white space as HTML has it.
SPACES = frozenset(" \n\t\u3000")
SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


def drawn(text):
    """Characters of a text, each with the variation selector that follows it, or None."""
    scalars = [ord(character) for character in text]
    for place, scalar in enumerate(scalars):
        if scalar in SELECTORS:
            # One that follows nothing is a character that nobody sees.
            if place == 0 or scalars[place - 1] in SELECTORS:
                yield scalar, None
            continue
        following = scalars[place + 1] if place + 1 < len(scalars) else None
        yield scalar, following if following in SELECTORS else None


def missing(element, characters, sequences):
    """What of an element's text the font has no glyph for."""
    found = set()
    for text in element.itertext():
        for character, selector in drawn(text):
            if chr(character) in SPACES and selector is None:
                continue
            if character not in characters:
                found.add((character,) if selector is None else (character, selector))
            elif selector is not None and character not in sequences.get(selector, ()):
                found.add((character, selector))
    return sorted(found)


def told(font_file, family):
    """Code points that the font has, and those that it has with each variation selector."""
    font = TTFont(font_file, lazy=True)
    names = {record.toUnicode() for record in font["name"].names if record.nameID in (1, 16)}
    if family not in names:
        raise TTLibError("another family")
    sequences = {}
    for table in font["cmap"].tables:
        if table.format == 14:
            for selector, pairs in table.uvsDict.items():
                sequences.setdefault(selector, set()).update(character for character, _ in pairs)
    return set(font.getBestCmap()), sequences


def refuse(url, *_):
    """No address is fetched, whatever stands in the text."""
    raise ValueError("nothing is fetched")


def guard(event, arguments):
    """What printing has no business with: network, other programs, files to write."""
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "urllib.", "http.", "ftplib.")):
        raise PermissionError(event)
    if event == "open":
        _, mode, flags = arguments
        if (mode and set(mode) & set("wax+")) or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise PermissionError(event)


def main():
    font_file, family = sys.argv[1:]
    source = sys.stdin.buffer.read().decode("utf-8")
    try:
        characters, sequences = told(font_file, family)
    except (OSError, TTLibError):
        return 4

    import weasyprint
    from weasyprint.text import fonts

    # It says what it makes of a style sheet, and with that what stands in it.
    logging.disable(logging.CRITICAL)
    # A directory for fonts that a style sheet brings: ours brings none, and none is made.
    fonts.mkdtemp = lambda **_: "/nonexistent"
    sys.addaudithook(guard)

    document = weasyprint.HTML(string=source, url_fetcher=refuse)
    lacking = [
        (page.get("data-key"), found)
        for page in document.etree_element.iter("section")
        for found in missing(page, characters, sequences)
    ]
    if lacking:
        for key, scalars in lacking:
            print("missing", key, " ".join(f"U+{scalar:04X}" for scalar in scalars), sep="\t", file=sys.stderr)
        return 3
    sys.stdout.buffer.write(document.write_pdf(identifier=b"atena"))
    return 0


sys.exit(main())
