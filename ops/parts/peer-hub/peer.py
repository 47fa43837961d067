"""A peer to measure beside (ops/bench --peer): the one-person read as a competent Python team would write it.

FastAPI and asyncpg, the individual number opened by AES-GCM, a durable provision record in the same transaction, client certificates asked by the server.
It decides no policy, writes no event, seals nothing and blocks no certificate: what it leaves out makes it faster.

PEER_DSN: its database. PEER_ITEMS: the items of the policy, comma separated. Run by uvicorn with two workers, one for each core of the machine measured.
"""

import os
from contextlib import asynccontextmanager

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import FastAPI, HTTPException
from fastapi.responses import Response
import orjson

KEY = AESGCM(bytes(32))
ITEMS = os.environ["PEER_ITEMS"].split(",")
PERSON = f"SELECT atenabango, rirekibango, sealed, {', '.join(ITEMS)} FROM peer.person WHERE atenabango = $1"
RECORD = """
    INSERT INTO peer.record (system, dataset, atenabango, policy_version, individual_number, items, by_whom)
    VALUES ($1, 'addressee', $2, 'v1', true, $3, 'certificate')
"""


@asynccontextmanager
async def life(app):
    app.state.pool = await asyncpg.create_pool(os.environ["PEER_DSN"], min_size=8, max_size=8)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=life)


@app.get("/v1/systems/{system}/datasets/addressee/persons/{number}")
async def person(system: str, number: str):
    async with app.state.pool.acquire() as connection, connection.transaction():
        row = await connection.fetchrow(PERSON, number)
        if row is None:
            raise HTTPException(404)
        await connection.execute(RECORD, system, number, len(ITEMS))
    items = {name: row[name] for name in ITEMS if row[name]}
    if sealed := row["sealed"]:
        items["kojinbango"] = KEY.decrypt(sealed[:12], sealed[12:], number.encode()).decode()
    answer = {"atenabango": row["atenabango"], "rirekibango": int(row["rirekibango"]), "op": "upsert", "items": items, "reasons": []}
    return Response(orjson.dumps(answer), media_type="application/json")
