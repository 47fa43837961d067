#!/usr/bin/env python3
"""What ops/checks/upgrade compares of a hub before and after its upgrade.

upgraded.py anew HELD FULL                       HELD is what FULL says, and of whom FULL says that nothing is told, what it was
upgraded.py apply HELD PAGE                      HELD after the changes in PAGE, as the receiver's guide says
upgraded.py held RECEIVERS EXTRACTS              each HELD in RECEIVERS is what the full extract says
upgraded.py extracts BEFORE AFTER [--national]   each full extract is what it was; with --national, in national codes
upgraded.py disclosed BEFORE AFTER [--national]  each report lists what it listed
Ends with 1 where something is otherwise. Says no more of a person than their addressee number.
"""
import csv
import json
import pathlib
import sys

# Codes of before there were editions, and the national ones. 消除_再製 (B8) has none and stays.
REASONS = {
    **{f"A{n}": f"0{n}" for n in range(1, 10)}, **{f"B{n}": f"2{n}" for n in range(1, 8)}, "B9": "28", **{f"C{n}": f"4{n}" for n in range(1, 10)},
    **{f"D{n}": f"{49 + n}" for n in range(1, 10)}, "DA": "59",
}
RESIDENTS = {"1": "1", "3": "2", "4": "3", "9": "9"}


def entries(path):
    for line in open(path, encoding="utf-8"):
        entry = json.loads(line)
        if "atenabango" in entry:
            yield entry


def key(entry):
    return entry["atenabango"] + "\t" + entry.get("record_key", "")


def read(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def applied(held, entry):
    before = held.get(key(entry))
    kept = {name: before[name] for name in entry.get("waiting", []) if before and name in before and name not in entry.get("withheld", [])}
    if entry["op"] == "upsert":
        held[key(entry)] = {**kept, **entry["items"]}
    elif entry["op"] == "remove":
        held.pop(key(entry), None)
    elif entry["op"] == "awaiting-confirmation":
        if before is not None:
            held[key(entry)] = kept
    else:
        raise SystemExit(f"nobody knows what {entry['op']} is")


def anew(held, full):
    before, now, named = read(held), {}, set()
    for entry in entries(full):
        named.add(key(entry))
        if key(entry) in before:
            now[key(entry)] = before[key(entry)]
        applied(now, entry)
    held.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")


def apply(held, page):
    now = read(held)
    for entry in entries(page):
        applied(now, entry)
    held.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")


def national(entry):
    """The entry in national codes, and the state of a non-resident under a name of its own, as a policy that gave the one state gives both."""
    entry = json.loads(json.dumps(entry))
    items = entry["items"]
    state = items.pop("juminjotai", None)
    if state == "2":
        items["jutogaijotai"] = "4"
    elif state is not None:
        items["juminjotai"] = RESIDENTS[state]
    if "idojiyu" in items:
        items["idojiyu"] = REASONS.get(items["idojiyu"], items["idojiyu"])
    return entry


def extracts(before, after, is_national):
    wrong, rows, withheld, waiting, refused = [], 0, 0, 0, 0
    names = sorted(path.name for path in before.iterdir() if path.suffix in ("", ".refused"))
    if names != sorted(path.name for path in after.iterdir() if path.suffix in ("", ".refused")):
        raise SystemExit("a system is given what it was refused, or refused what it was given")
    for name in names:
        if name.endswith(".refused"):
            refused += 1
            if (before / name).read_text() != (after / name).read_text():
                wrong.append(f"{name}: {(before / name).read_text().strip()} before, {(after / name).read_text().strip()} after")
            continue
        was = {key(entry): national(entry) if is_national else entry for entry in entries(before / name)}
        now = {key(entry): entry for entry in entries(after / name)}
        rows += len(was)
        for which in sorted(was.keys() | now.keys()):
            old, new = was.get(which), now.get(which)
            if is_national and new:
                # What came since as kinds: persons of whom nothing is told are marked, and where protected persons are is withheld.
                if not old and new["op"] == "awaiting-confirmation":
                    waiting += 1
                    continue
                if old and "withheld" in new and "withheld" not in old:
                    withheld += 1
                    old = {**old, "withheld": new["withheld"], "items": {k: v for k, v in old["items"].items() if k not in new["withheld"]}}
            if old != new:
                fields = sorted(k for k in {*(old or {}), *(new or {})} if (old or {}).get(k) != (new or {}).get(k))
                items = sorted(k for k in {*(old or {}).get("items", {}), *(new or {}).get("items", {})}
                               if (old or {}).get("items", {}).get(k) != (new or {}).get("items", {}).get(k))
                wrong.append(f"{name} {which.strip()}: " + ("only after" if not old else "only before" if not new else " ".join(fields + items)))
    if rows == 0:
        raise SystemExit("no row: nothing is compared")
    told = f"{rows} rows of {len(names) - refused} extracts equal, {refused} refused alike"
    if is_national:
        told += f"; of {withheld} rows the place of a protected person is withheld now, {waiting} persons are marked as awaiting confirmation"
    end(wrong, told)


def held(receivers, place):
    wrong, rows = [], 0
    for path in sorted(path for path in receivers.glob("*.cursor") if not path.name.endswith(".page.cursor")):
        name = path.name.removesuffix(".cursor")
        mine, full = read(receivers / name), list(entries(place / name))
        awaited = {key(entry) for entry in full if entry["op"] == "awaiting-confirmation"}
        wanted = {}
        for entry in full:
            if key(entry) in mine and entry.get("waiting"):
                wanted[key(entry)] = mine[key(entry)]
            applied(wanted, entry)
        rows += len(wanted)
        for which in sorted((mine.keys() | wanted.keys()) - awaited):
            if mine.get(which) != wanted.get(which):
                wrong.append(f"{name} {which.strip()}: " + ("not held" if which not in mine else "held and not told" if which not in wanted else "differs"))
    end(wrong, f"{rows} rows held as the register says")


def disclosed(before, after, is_national):
    wrong, lines = [], 0
    for report in sorted(before.glob("*/disclosure.csv")):
        number = report.parent.name
        now = list(csv.DictReader(open(after / number / "disclosure.csv", encoding="utf-8-sig", newline="")))
        for row in csv.DictReader(open(report, encoding="utf-8-sig", newline="")):
            lines += 1
            # What was provided to whom, when and under which policy, and that it is what was sealed; words about it may have changed since there were national codes.
            names = ["記録番号", "日時", "提供先・照会した者", "提供ポリシー", "個人番号", "記録の照合"] if is_national else [name for name in row if not now or name in now[0]]
            if not any(all(row[name] == found[name] for name in names) for found in now):
                same = [found for found in now if found["記録番号"] == row["記録番号"]]
                differing = [name for name in names if same and same[0][name] != row[name]]
                wrong.append(f"{number}, record {row['記録番号']}: {' '.join(differing) or 'nothing of it is left'}")
    if lines == 0:
        raise SystemExit("no line: nothing is compared")
    end(wrong, f"{lines} lines still there")


def end(wrong, told):
    for line in wrong[:10]:
        print(line)
    if wrong:
        raise SystemExit(f"{len(wrong)} differ")
    print(told)


command, first, second = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
if command == "anew":
    anew(first, second)
elif command == "apply":
    apply(first, second)
elif command == "held":
    held(first, second)
elif command == "extracts":
    extracts(first, second, "--national" in sys.argv[4:])
elif command == "disclosed":
    disclosed(first, second, "--national" in sys.argv[4:])
else:
    raise SystemExit(__doc__)
