#!/usr/bin/env python3
"""Incomes of a synthetic city for ops/checks/datasets: a year of files, and what a receiver must hold of them, written from the rules alone.

incomes.py files DATA SEED              writes DATA/shotoku-01.csv … 12.csv for the residents of DATA/residents.csv
incomes.py compare DATA STATE.db DAY    compares DATA/pushed.json and what follow.py holds with what the files and DATA/persons.json say
"""
import csv
import datetime
import json
import random
import sqlite3
import sys

COLUMNS = ["atenabango", "nendo", "ippanfuyosu", "gokeishotokukingaku", "shakaihokenryo_kojo", "honnin_kafukubun", "shinkokukubun", "torikeshi"]


def files(data, seed):
    chance = random.Random(int(seed))
    numbers = [row["atenabango"] for row in csv.DictReader(open(f"{data}/residents.csv", encoding="utf-8"))]
    written = []

    def income(number, year):
        return {
            "atenabango": number, "nendo": year, "ippanfuyosu": str(chance.randint(0, 4)),
            "gokeishotokukingaku": str(chance.choice([0, chance.randint(-500_000, 12_000_000)])),
            "shakaihokenryo_kojo": str(chance.randint(0, 900_000)), "honnin_kafukubun": chance.choice(["", "1"]), "shinkokukubun": chance.choice("12"),
        }

    for month in range(1, 13):
        rows = []
        if month == 1:  # the yearly file
            rows = [income(number, "2026") for number in numbers if chance.random() < 0.9]
        if month == 6:  # and the one of the next year
            rows = [income(number, "2027") for number in numbers if chance.random() < 0.8]
        for _ in range(len(numbers) // 20):  # corrections, what was filed late, withdrawals
            if chance.random() < 0.2 and written:
                number, year = chance.choice(written)
                rows.append({"atenabango": number, "nendo": year, "torikeshi": "1"})
            else:
                rows.append(income(chance.choice(numbers), chance.choice(["2025", "2026"])))
        for _ in range(len(numbers) // 100):  # wrong ones
            wrong = income(chance.choice(numbers), "2026")
            wrong |= chance.choice([
                {"atenabango": "999999999999999"}, {"nendo": ""}, {"nendo": "ABCD"}, {"nendo": "9999"}, {"gokeishotokukingaku": "12,3"},
                {"gokeishotokukingaku": "0123"}, {"ippanfuyosu": "-1"}, {"shakaihokenryo_kojo": "-5"}, {"honnin_kafukubun": "7"}, {"shinkokukubun": "A"},
            ])
            rows.insert(chance.randint(0, len(rows)), wrong)
        written += [(row["atenabango"], row["nendo"]) for row in rows if row.get("torikeshi") != "1"]
        with open(f"{data}/shotoku-{month:02}.csv", "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def is_amount(text):
    return text == "" or text == "0" or (text.removeprefix("-").isdecimal() and not text.removeprefix("-").startswith("0"))


def is_income(row):
    """What Policies/datasets/tax-income.yaml takes of these columns."""
    amounts = all(is_amount(row[item]) and not row[item].startswith("-") for item in ("ippanfuyosu", "shakaihokenryo_kojo"))
    codes = row["honnin_kafukubun"] in ("", "0", "1") and row["shinkokukubun"] in ("", "0", "1", "2")
    return row["nendo"].isdecimal() and 1950 <= int(row["nendo"]) <= 2030 and is_amount(row["gokeishotokukingaku"]) and amounts and codes


def reached(birth, years):
    """The day on which an age is reached: the day before the birthday (年齢計算ニ関スル法律)."""
    try:
        return birth.replace(year=birth.year + years) - datetime.timedelta(days=1)
    except ValueError:  # born on 29 February
        return datetime.date(birth.year + years, 2, 28)


def compare(data, state, day):
    today = datetime.date.fromisoformat(day)
    persons = {number: (resident, birth) for number, resident, birth in map(json.loads, open(f"{data}/persons.json", encoding="utf-8"))}
    records = {}
    for month in range(1, 13):
        for row in csv.DictReader(open(f"{data}/shotoku-{month:02}.csv", encoding="utf-8")):
            if row["atenabango"] not in persons or not is_income(row):
                continue
            key = (row["atenabango"], row["nendo"])
            if row["torikeshi"] == "1":
                records.pop(key, None)
            else:
                records[key] = {item: value for item, value in row.items() if value and item not in ("atenabango", "torikeshi")}
    expected, unknown = {}, set()
    for (number, year), items in records.items():
        resident, birth = persons[number]
        try:
            born = datetime.date.fromisoformat(birth or "")
        except ValueError:  # known in part or not at all: whether the policy speaks of the person is another check's affair
            unknown.add(number)
            continue
        if resident == "1" and reached(born, 20) <= today < reached(born, 60):
            expected[number, year] = items
    pushed = {(number, year): items for number, year, items in map(json.loads, open(f"{data}/pushed.json", encoding="utf-8"))}
    pulled = {tuple(name.split("\t")): json.loads(items) for name, items in sqlite3.connect(state).execute("SELECT atenabango, items FROM person")}
    for way, held in (("push", pushed), ("pull", pulled)):
        held = {key: items for key, items in held.items() if key[0] not in unknown}
        differing = sorted(key for key in expected.keys() | held.keys() if expected.get(key) != held.get(key))
        if differing:
            print(f"{way}: {len(differing)} of {len(expected)} differ, the first {differing[:3]}")
            sys.exit(1)
    print(f"{len(expected)} records of {len(records)} published are held, by push and by pull")


if sys.argv[1:2] == ["files"] and len(sys.argv) == 4:
    files(*sys.argv[2:])
elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 5:
    compare(*sys.argv[2:])
else:
    sys.exit(__doc__)
