"""Fills the peer's table with the rows of residents.csv, individual numbers encrypted. Usage: load.py DSN residents.csv (ops/bench --peer)."""

import asyncio
import csv
import os
import sys

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# Invented persons under a key of zeros: what counts is what opening costs.
KEY = AESGCM(bytes(32))
RECORD = """
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), system text, dataset text, atenabango text,
    policy_version text, individual_number boolean, items integer, by_whom text
"""


async def load(dsn, path):
    connection = await asyncpg.connect(dsn)
    with open(path, encoding="utf8", newline="") as file:
        rows = csv.DictReader(file)
        columns = [name for name in rows.fieldnames if name != "kojinbango"]

        def sealed(row):
            if not row["kojinbango"]:
                return None
            nonce = os.urandom(12)
            return nonce + KEY.encrypt(nonce, row["kojinbango"].encode(), row["atenabango"].encode())

        await connection.execute("CREATE SCHEMA peer")
        await connection.execute(f"CREATE TABLE peer.person ({', '.join(f'{name} text' for name in columns)}, sealed bytea)")
        await connection.execute(f"CREATE TABLE peer.record ({RECORD})")
        await connection.copy_records_to_table(
            "person", schema_name="peer", columns=[*columns, "sealed"],
            records=(tuple(row[name] or None for name in columns) + (sealed(row),) for row in rows))
    await connection.execute("ALTER TABLE peer.person ADD PRIMARY KEY (atenabango)")
    await connection.execute("VACUUM (ANALYZE) peer.person")
    await connection.close()


asyncio.run(load(sys.argv[1], sys.argv[2]))
