#!/usr/bin/env python3
"""ops/parts/slow-relay.py HOST:PORT: takes connections on a port of 127.0.0.1 and passes their bytes on; what comes back is late, by a time of its own.

Each piece of an answer waits between 0 and 80 ms, so that answers to what was asked at once come at any moment and in any order. Says its port, and ends by SIGTERM.
"""
import random, socket, sys, threading, time

host, _, port = sys.argv[1].rpartition(":")


def passed(source, target, slowest):
    try:
        while piece := source.recv(4096):
            time.sleep(random.random() * slowest)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, target):
            end.close()


def serve(client):
    server = socket.create_connection((host, int(port)))
    for one in (client, server):
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    threading.Thread(target=passed, args=(client, server, 0), daemon=True).start()
    threading.Thread(target=passed, args=(server, client, 0.08), daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0), backlog=256)
print(listener.getsockname()[1], flush=True)
while True:
    serve(listener.accept()[0])
