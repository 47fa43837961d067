#!/usr/bin/env python3
"""宛名ハブに追従する見本。 python3 follow.py URL SYSTEM PKI STATE.db [--once] [--report] [--dataset=NAME]
--once: 変更がなくなれば終わる  --report: 追いついたら、持つ内容を棚卸しとして報告する。実運用では個人番号を暗号化して保存すること。"""
import hmac, http.client, json, os, re, secrets, sqlite3, ssl, sys, time, urllib.parse
URL, SYSTEM, PKI, STATE = sys.argv[1:5]
ONCE, REPORT = "--once" in sys.argv, "--report" in sys.argv
DATASET = next((a.partition("=")[2] for a in sys.argv if a.startswith("--dataset=")), "addressee")
tls = ssl.create_default_context(cafile=f"{PKI}/ca.pem")
tls.load_cert_chain(f"{PKI}/{SYSTEM}.pem", f"{PKI}/{SYSTEM}.key")
os.umask(0o077)  # 所有者だけが読める
db = sqlite3.connect(STATE, isolation_level=None)
db.execute("CREATE TABLE IF NOT EXISTS person (atenabango TEXT PRIMARY KEY, items TEXT NOT NULL, taken INTEGER NOT NULL)")
db.execute("CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), cursor TEXT NOT NULL)")
class TakeEverythingAnew(Exception): pass
def ask(method, path, body=None, headers={}):
    while True:
        connection = http.client.HTTPSConnection(urllib.parse.urlsplit(URL).netloc, context=tls, timeout=120)
        connection.request(method, f"/v1/systems/{SYSTEM}/datasets/{DATASET}{path}", body and body(), headers, encode_chunked=body is not None)
        answer = connection.getresponse()
        if answer.status == 200: return answer
        problem = json.loads(answer.read() or b"{}")
        if problem.get("code", "").startswith("C"): raise TakeEverythingAnew  # カーソルはもう使えない
        if answer.status != 429 and answer.status < 500: sys.exit(f"{answer.status} {problem.get('code')} {problem.get('detail')}")
        time.sleep(int(answer.headers.get("Retry-After", 5)))
def apply(entry):
    number = "\t".join(filter(None, (entry["atenabango"], entry.get("record_key"))))  # 1人に何件もあるデータセットでは、レコードキーまでで1件
    op, waiting = entry["op"], set(entry.get("waiting", [])) - set(entry.get("withheld", []))  # 支援措置で渡されない項目は残さない
    if op not in ("upsert", "remove", "awaiting-confirmation"): sys.exit(f"知らない op です: {op}")  # 読み飛ばさない
    if op == "remove": return db.execute("DELETE FROM person WHERE atenabango = ?", (number,))
    held = db.execute("SELECT items FROM person WHERE atenabango = ?", (number,)).fetchone()
    if op == "awaiting-confirmation" and not held: return  # 持っていない人は、持たないまま
    kept = {item: value for item, value in json.loads(held[0] if held else "{}").items() if item in waiting}
    db.execute("INSERT OR REPLACE INTO person VALUES (?, ?, 1)", (number, json.dumps(kept | entry["items"])))
def settle(cursor):  # 内容とカーソルを、同時に確定する
    db.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (cursor,))
    db.execute("COMMIT")
def full():
    entry = db.execute("BEGIN"), db.execute("UPDATE person SET taken = 0")
    for line in ask("GET", "/full", headers={"Accept": "application/x-ndjson"}):
        if "cursor" not in (entry := json.loads(line)): apply(entry)
    if "cursor" not in entry: raise ValueError("全件が途中で切れた")
    db.execute("DELETE FROM person WHERE taken = 0"), settle(entry["cursor"])
def canonical(items):  # ダイジェストの元: 個人番号以外の項目を名前順に並べたJSON、続けて個人番号
    def text(s): return '"' + re.sub(r'["\\\x00-\x1f]', lambda c: "\\" + c[0] if c[0] in '"\\' else "\\u%04x" % ord(c[0]), s) + '"'
    pairs = (f"{text(item)}:{text(items[item])}" for item in sorted(items) if item != "kojinbango")
    return ("{" + ",".join(pairs) + "}" + items.get("kojinbango", "")).encode()
def report(cursor):
    key, rows = secrets.token_bytes(32), lambda: db.execute("SELECT atenabango, items FROM person")
    lines = lambda: (f"{n}\t{hmac.new(key, canonical(json.loads(i)), 'sha256').hexdigest()}\n".encode() for n, i in rows())
    print(ask("POST", f"/inventory?after={cursor}", lines, {"Atena-Digest-Key": key.hex(), "Transfer-Encoding": "chunked"}).read().decode())
while True:
    try:
        place = db.execute("SELECT cursor FROM place").fetchone()
        if not place: full(); continue
        page = json.load(ask("GET", f"/changes?limit=1000&wait={0 if ONCE else 30}&after={place[0]}"))
        db.execute("BEGIN"), [apply(entry) for entry in page["entries"]], settle(page["cursor"])
        if not page["more"] and REPORT: report(page["cursor"])
        if not page["more"] and ONCE: break
    except TakeEverythingAnew: db.execute("DELETE FROM place")
    except (OSError, http.client.HTTPException, ValueError):  # 切れたら、取り消して最後のカーソルからやり直す
        if db.in_transaction: db.execute("ROLLBACK")
        time.sleep(1)
