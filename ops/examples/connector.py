#!/usr/bin/env python3
"""宛名ハブの接続プログラムの見本。 connector.py SYSTEM STATE.db [--dataset=NAME] [--versions=2-2] [--answer-after=SECONDS]
標準入力の1行の問いに、標準出力の1行で答える。--answer-after: すぐには処理せず、受付番号を返して後で答える。実運用では個人番号を暗号化して保存すること。"""
import hmac, json, os, re, sqlite3, sys, time
SYSTEM, STATE = sys.argv[1:3]
options = dict(a[2:].partition("=")[::2] for a in sys.argv[3:])
DATASET, AFTER = options.get("dataset", "addressee"), options.get("answer-after")
VERSIONS = [int(v) for v in options.get("versions", "2-2").split("-")]
os.umask(0o077)  # 所有者だけが読める
db = sqlite3.connect(STATE, isolation_level=None)
db.executescript("""
    CREATE TABLE IF NOT EXISTS body (one INTEGER PRIMARY KEY CHECK (one = 1), code TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS batch (key TEXT PRIMARY KEY, content BLOB NOT NULL, results TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS record (atenabango TEXT, record_key TEXT, sequence INTEGER NOT NULL, rirekibango INTEGER NOT NULL, items TEXT,
        PRIMARY KEY (atenabango, record_key));
    CREATE TABLE IF NOT EXISTS accepted (receipt TEXT PRIMARY KEY, due REAL NOT NULL, sequence INTEGER NOT NULL, entry TEXT NOT NULL, result TEXT);
""")
class Refused(Exception): pass
def items_of_known_kind(entry):  # 使えない値は、値を書かずに、項目と決まりを言って断る
    for item, value in entry["items"].items():
        if "\x00" in value: return f"{item}: 使えない文字があります"
        if item == "seinengappi" and not re.fullmatch(r"[0-9]{4}-(0[0-9]|1[0-2])-([0-2][0-9]|3[01])", value): return f"{item}: 日付の形ではありません"
def apply(entry, sequence):
    if (fault := items_of_known_kind(entry)): return {"rejected": fault}
    name = entry["atenabango"], entry.get("record_key", "")
    if entry["op"] == "awaiting-confirmation": return "applied"  # 持つものは持ち続け、持たない人は持たないまま
    held = db.execute("SELECT sequence, items FROM record WHERE atenabango = ? AND record_key = ?", name).fetchone()
    if held and held[0] > sequence: return "applied"  # もっと新しいものを持っている
    items = None
    if entry["op"] == "upsert":
        waiting = set(entry.get("waiting", [])) - set(entry.get("withheld", []))  # 支援措置により渡されない項目は、持っていても残さない
        items = json.dumps({i: v for i, v in json.loads(held and held[1] or "{}").items() if i in waiting} | entry["items"])
    # 削除も番号と sequence を残す: 遅れて届いた古い内容で、人が戻らないように
    db.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)", (*name, sequence, entry["rirekibango"], items))
    return "applied"
def of_this_body(code):
    db.execute("INSERT OR IGNORE INTO body VALUES (1, ?)", (code,))
    if db.execute("SELECT code FROM body").fetchone()[0] != code: raise Refused("another-body", code)
def deliver(ask):
    if ask["system"] != SYSTEM: raise Refused("another-system", ask["system"])
    if ask["dataset"] != DATASET: raise Refused("unknown-dataset", ask["dataset"])
    if not VERSIONS[0] <= ask["schema_version"] <= VERSIONS[-1]: raise Refused("unknown-schema-version", f"{ask['dataset']} v{ask['schema_version']}")
    of_this_body(ask["body"])
    content = hmac.digest(ask["body"].encode(), json.dumps([ask["sequence"], ask["entries"]], sort_keys=True).encode(), "sha256")
    known = db.execute("SELECT content, results FROM batch WHERE key = ?", (ask["key"],)).fetchone()
    if known and known[0] != content: raise Refused("idempotency-key-reused", ask["key"])
    if known: return {"results": json.loads(known[1])}  # 同じバッチには同じ答え
    results, last = [], {(e["atenabango"], e.get("record_key", "")): n for n, e in enumerate(ask["entries"]) if e["op"] != "awaiting-confirmation"}
    for n, entry in enumerate(ask["entries"]):
        if AFTER is not None:
            results.append({"accepted": f"{ask['sequence']}-{n}"})
            db.execute("INSERT INTO accepted VALUES (?, ?, ?, ?, NULL)", (f"{ask['sequence']}-{n}", time.time() + float(AFTER), ask["sequence"], json.dumps(entry)))
        elif last.get((entry["atenabango"], entry.get("record_key", "")), n) != n: results.append("applied")  # 同じ人は、最後のものだけ
        else: results.append(apply(entry, ask["sequence"]))
    db.execute("INSERT INTO batch VALUES (?, ?, ?)", (ask["key"], content, json.dumps(results)))
    return {"results": results}
def answers():  # 期限の来たものを処理して答える。answers-kept が来るまで、何度でも答える
    for receipt, sequence, entry in db.execute(
        "SELECT receipt, sequence, entry FROM accepted WHERE result IS NULL AND due <= ? ORDER BY sequence, rowid", (time.time(),)).fetchall():
        db.execute("UPDATE accepted SET result = ? WHERE receipt = ?", (json.dumps(apply(json.loads(entry), sequence)), receipt))
    rows = db.execute("SELECT receipt, result FROM accepted WHERE result IS NOT NULL LIMIT 1000").fetchall()
    return {"answers": [{"receipt": receipt, "result": json.loads(result)} for receipt, result in rows]}
def withdraw(bits):  # 項目の取下げ: 内容から導いたものがあれば、ここで消す。この見本は届いた内容しか持たない
    return {}
def canonical(items):  # ダイジェストの元: 個人番号以外の項目を名前順に並べたJSON、続けて個人番号
    def text(s): return '"' + re.sub(r'["\\\x00-\x1f]', lambda c: "\\" + c[0] if c[0] in '"\\' else "\\u%04x" % ord(c[0]), s) + '"'
    pairs = (f"{text(item)}:{text(items[item])}" for item in sorted(items) if item != "kojinbango")
    return ("{" + ",".join(pairs) + "}" + items.get("kojinbango", "")).encode()
def inventory(key, after, after_key):
    rows = db.execute(
        "SELECT atenabango, record_key, rirekibango, items FROM record WHERE items IS NOT NULL AND (atenabango, record_key) > (?, ?) ORDER BY 1, 2 LIMIT 1000",
        (after, after_key)).fetchall()
    return {"held": [
        {"atenabango": number, "rirekibango": history, "digest": hmac.new(key, canonical(json.loads(items)), "sha256").hexdigest()}
        | ({"record_key": record_key} if record_key else {}) for number, record_key, history, items in rows]}
def answer(ask):
    match ask["do"]:
        case "describe": return {
            "name": "connector.py", "version": "1", "system": SYSTEM, "datasets": {DATASET: VERSIONS}, "batch_size": 500,
            "capabilities": ["inventory"] + (["answers-later"] if AFTER is not None else [])}
        case "check": return {}
        case "open": return of_this_body(ask["body"]) or {}
        case "deliver": return deliver(ask)
        case "withdraw": return withdraw(ask["item_bits"])
        case "answers": return answers()
        case "answers-kept":
            db.executemany("DELETE FROM accepted WHERE receipt = ? AND result IS NOT NULL", [(a["receipt"],) for a in ask["answers"]])
            return {}
        case "inventory": return inventory(bytes.fromhex(ask["digest_key"]), ask.get("after", ""), ask.get("after_record_key", ""))
        case "refused": return {}  # ハブが配信しない理由（error、detail）: 担当者に知らせる
        case unknown: raise Refused("bad-configuration", "知らない問いです")
for line in sys.stdin:
    ask = json.loads(line)
    db.execute("BEGIN IMMEDIATE")
    try: said, end = answer(ask), "COMMIT"  # 確定してから答える
    except Refused as refused: said, end = {"error": refused.args[0], "detail": refused.args[1]}, "ROLLBACK"
    db.execute(end)
    print(json.dumps({"call": ask["call"]} | said, ensure_ascii=False), flush=True)
