"""What ops/checks/mends does with Tests/mends.txt, whose head says how it is written.

Usage: mends.py look LIST | known LIST NAME… | put LIST | files LIST | try LIST BUNDLE [NAME…]

look   every line is in its file once, and every test is there
known  there are mends of these names
put    writes into the sources that each mend is out where ATENA_MEND_OUT names it
files  the files in which mends are
try    runs the tests of the built bundle with every mend in its place, and then those of each mend without it

Runs in the checkout. `try` takes the server for the tests from the environment, as the tests do.
"""
import os, pathlib, re, signal, subprocess, sys, time

# One build has all of them: a test that fails then fails for the one mend that is out, and for no other.
OUT = '''
@_silgen_name("secure_getenv") private func mendsVariable(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar>?
private func mendIsOut(_ name: String) -> Bool { mendsVariable("ATENA_MEND_OUT").map { String(cString: $0) == name } ?? false }
'''


class Mend:
    def __init__(self, name, fault): 
        self.name, self.fault, self.edits = name, fault, []
        # What each test does without the mend: it fails, or ends the process it runs in.
        self.tests = {}


def read(path):
    """The mends of the list; ends with every line of it that says nothing."""
    mends, wrong = [], []
    for number, line in enumerate(pathlib.Path(path).read_text().splitlines(), 1):
        word, _, rest = line.partition(' ')
        if not line or line.startswith('#'): continue
        if head := re.fullmatch(r'\[([a-z0-9-]+)\] (.+)', line):
            if any(mend.name == head[1] for mend in mends): wrong.append(f'{path}:{number}: a second [{head[1]}]')
            mends.append(Mend(*head.groups()))
        elif not mends: wrong.append(f'{path}:{number}: a line of no mend')
        elif word == 'in': mends[-1].edits.append({'in': rest})
        elif word in ('behind', 'was', 'now') and mends[-1].edits: mends[-1].edits[-1][word] = rest
        elif word in ('fails', 'ends') and re.fullmatch(r'\w+\.\w+/\w+', rest): mends[-1].tests[rest] = word
        else: wrong.append(f'{path}:{number}: neither in, behind, was, now nor fails or ends TARGET.SUITE/FUNCTION')
    for mend in mends:
        if not mend.edits or not mend.tests: wrong.append(f'[{mend.name}] has no line to take out, or no test')
        for edit in mend.edits:
            if not {'was', 'now'} <= edit.keys() or not re.search(r'\bOUT\b', edit.get('now', '')):
                wrong.append(f'[{mend.name}] lacks a `was`, or a `now` with OUT in it')
    if wrong: sys.exit('\n'.join(wrong))
    return mends


def without(mend, edit, lines):
    """The lines of a file with the mend's edit in them; ends with why it can't be made."""
    start = 0
    if 'behind' in edit:
        start = next((at + 1 for at, line in enumerate(lines) if edit['behind'] in line), None)
        if start is None: return f"[{mend.name}] {edit['in']} has no line with: {edit['behind']}"
    found = [at for at, line in enumerate(lines) if at >= start and line.strip() == edit['was']]
    if not found or 'behind' not in edit and len(found) > 1:
        return f"[{mend.name}] {edit['in']} has this line {len(found)} times, and not once: {edit['was']}"
    at = found[0]
    indent = lines[at][:len(lines[at]) - len(lines[at].lstrip())]
    return lines[:at] + [indent + re.sub(r'\bOUT\b', f'mendIsOut("{mend.name}")', edit['now'])] + lines[at + 1:]


def changed(mends):
    """The files with all mends' edits in them, by name."""
    files, wrong = {}, []
    for mend in mends:
        for edit in mend.edits:
            path = pathlib.Path(edit['in'])
            if path not in files and not path.is_file():
                wrong.append(f'[{mend.name}] there is no {path}')
                continue
            edited = without(mend, edit, files.get(path) or path.read_text().split('\n'))
            if isinstance(edited, str): wrong.append(edited)
            else: files[path] = edited
    return files, wrong


def look(mends):
    wrong = changed(mends)[1]
    for mend in mends:
        for test in mend.tests:
            target, suite, function = re.split(r'[./]', test)
            texts = [path.read_text() for path in pathlib.Path('Tests', target).rglob('*.swift')]
            if not any(re.search(rf'\b{suite}\b', text) and re.search(rf'\bfunc {function}\(', text) for text in texts):
                wrong.append(f'[{mend.name}] there is no test {test}')
    if wrong: sys.exit('\n'.join(wrong))
    print(f'{len(mends)} mends, each where it is said to be, and {len({test for mend in mends for test in mend.tests})} tests that fail without them', file=sys.stderr)


def shown(test):
    """How the runner calls a test, as a regular expression: by its function, or by the name that it was given."""
    target, suite, function = re.split(r'[./]', test)
    for path in pathlib.Path('Tests', target).rglob('*.swift'):
        text = path.read_text()
        if re.search(rf'\b{suite}\b', text) and (name := re.search(rf'@Test\(\s*"([^"]+)"(?:(?!@Test)[\s\S])*?\bfunc {function}\(', text)):
            return f'Test "{re.escape(name[1])}"'
    return rf'Test {function}\('


def run(bundle, tests, out):
    """What each of the tests did (passes, fails, ends; nothing where it was not seen), and why it ended so where that was not by a test."""
    environment = {'SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH': '16', **os.environ, 'ATENA_MEND_OUT': out}
    filters = '|'.join(sorted(re.escape(test) + r'\(' for test in tests))
    # Not by `swift test`, which reads the package each time.
    process = subprocess.Popen(
        [bundle, '--testing-library', 'swift-testing', '--filter', filters], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True)
    end = ''
    try:
        said, _ = process.communicate(timeout=900)
    except subprocess.TimeoutExpired:
        end_group(process)
        said, _ = process.communicate()
        end = 'they came to no end'
    finally:
        # Also what they started, and however this ends.
        end_group(process)
    said = re.sub(r'\x1b\[[0-9;]*m', '', said)
    # The runner's own faults are told by these; a time that is over, or who ends it from outside, tells nothing of a test.
    trapped = not end and -process.returncode in (signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS)
    if process.returncode < 0: end = end or f'they were ended by signal {-process.returncode}'
    did = {}
    for test in tests:
        name = shown(test)
        if re.search(rf'✘ {name}.*failed after', said): did[test] = 'fails'
        elif re.search(rf'✔ {name}.*passed after', said): did[test] = 'passes'
        elif trapped and re.search(rf'{name}.*started', said): did[test] = 'ends'
        else: end = end or f'{test} was not run'
    return did, end, said


def end_group(process):
    try: os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError: pass


def known(mends, names):
    if unknown := set(names) - {mend.name for mend in mends}: sys.exit(f'there is no mend {", ".join(sorted(unknown))}')


def try_each(mends, bundle, names):
    known(mends, names)
    chosen = [mend for mend in mends if not names or mend.name in names]
    # By a signal this ends as by an exception, and what it started with it.
    for word in (signal.SIGTERM, signal.SIGHUP): signal.signal(word, lambda number, _: sys.exit(128 + number))
    began = time.monotonic()
    tests = {test for mend in chosen for test in mend.tests}
    did, end, said = run(bundle, tests, '')
    failed = {test for test in tests if did.get(test) != 'passes'}
    print(f'with all mends: {len(tests) - len(failed)} of {len(tests)} tests pass [{time.monotonic() - began:.0f} s]', flush=True)
    if failed or end: sys.exit(f'{said[-4000:]}\nwith all mends in their place: {end} {" ".join(sorted(failed))}')

    # Each by itself: one that ends the process says nothing of another. And one after the other: each process gives the roles of the server passwords of its own.
    unseen, count = [], 0
    for mend in chosen:
        for test in mend.tests:
            begun = time.monotonic()
            did, end, said = run(bundle, [test], mend.name)
            does, says = did.get(test), mend.tests[test]
            words = says if does == says else {'fails': 'FAILS, AND THE LIST SAYS THAT IT ENDS', 'ends': 'ENDS, AND DOES NOT FAIL', 'passes': 'DOES NOT FAIL'}.get(does, 'DOES NOT TELL')
            print(f'{mend.name}: {test} {words}{f" ({end})" if end else ""} [{time.monotonic() - begun:.0f} s]', flush=True)
            count += 1
            if does != says: unseen.append(f'{mend.name}: {test}')
            if place := os.environ.get('ATENA_MENDS_SAID'): pathlib.Path(place, f'{mend.name}-{test.split("/")[1]}.log').write_text(said)
    print(f'{len(chosen)} mends: {count - len(unseen)} of {count} tests fail without them [{time.monotonic() - began:.0f} s]')
    if unseen: sys.exit('These do not do without the mend what the list says:\n  ' + '\n  '.join(unseen))


def main():
    verb, mends = sys.argv[1], read(sys.argv[2])
    if verb == 'look': look(mends)
    elif verb == 'known': known(mends, sys.argv[3:])
    elif verb == 'files': print('\n'.join(sorted({edit['in'] for mend in mends for edit in mend.edits})))
    elif verb == 'put':
        files, wrong = changed(mends)
        if wrong: sys.exit('\n'.join(wrong))
        for path, lines in files.items(): path.write_text('\n'.join(lines) + OUT)
    elif verb == 'try': try_each(mends, sys.argv[3], sys.argv[4:])
    else: sys.exit(__doc__)


main()
