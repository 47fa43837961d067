#!/usr/bin/env python3
"""ops/parts/attack/late-handshake.py HOST:PORT SECONDS AUTHORITY CERTIFICATE KEY: connects, waits so long, and only then begins its handshake, as a client of a busy
machine does; asks for /health/live and ends with 0 where that is answered with 200.
"""
import http.client, socket, ssl, sys, time

address, seconds, authority, certificate, key = sys.argv[1:]
host, _, port = address.rpartition(":")
trust = ssl.create_default_context(cafile=authority)
trust.load_cert_chain(certificate, key)
connection = http.client.HTTPSConnection(host, int(port), context=trust)
bare = socket.create_connection((host, int(port)), timeout=10)
time.sleep(float(seconds))
connection.sock = trust.wrap_socket(bare, server_hostname=host)
connection.request("GET", "/health/live")
answer = connection.getresponse()
if answer.status != 200:
    sys.exit(f"answered with {answer.status}")
print(answer.status)
