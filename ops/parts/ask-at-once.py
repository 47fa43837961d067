#!/usr/bin/env python3
"""ops/parts/ask-at-once.py LANES.json: processes that ask at the same millisecond, each for another person, and compare each answer with whom it asked for.

LANES.json: {"rounds": N, "authority": PEM, "persons": [[number, name], …], "lanes": [{"name", "url", "path", "certificate", "key", "headers", "question"}, …]}
A lane is a process with a connection of its own. In each round all wait for each other and for one moment, and ask: a `question` is posted with the
number in it, else the number stands at the end of the path. With a lane's "late" it gives an answer up after so many seconds, and asks for another person at once on another
connection. Prints how many answers were looked at, those given up, and the median of what is between the first and the last question of a round, in milliseconds; ends with 1 and
names lane and round where an answer is another's.
"""
import http.client, json, multiprocessing, socket, ssl, sys, time, urllib.parse

plan = json.load(open(sys.argv[1]))
persons, rounds, lanes = plan["persons"], plan["rounds"], plan["lanes"]


class Wrong(Exception):
    pass


def connected(lane):
    context = ssl.create_default_context(cafile=plan["authority"])
    context.load_cert_chain(lane["certificate"], lane["key"])
    place = urllib.parse.urlsplit(lane["url"])
    connection = http.client.HTTPSConnection(place.hostname, place.port, context=context, timeout=30)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def send(connection, lane, number):
    if lane.get("question"):
        connection.request("POST", lane["path"], lane["question"].replace("NUMBER", number).encode(), lane["headers"])
    else:
        connection.request("GET", lane["path"] + number, headers=lane["headers"])


def compare(lane, text, status, number, name):
    if status != 200:
        raise Wrong(f"{lane['name']}: {status} {text[:200]!r}")
    if number not in text or name not in text:
        raise Wrong(f"{lane['name']} asked for {number} and was answered otherwise")
    for other, _ in persons:
        if other != number and other in text:
            raise Wrong(f"{lane['name']} asked for {number}, and {other} is in the answer")


def run(at, barrier, moment, said):
    lane, asked, given_up, spans = lanes[at], 0, 0, []
    try:
        connection = connected(lane)
        for turn in range(rounds):
            number, name = persons[(turn * len(lanes) + at) % len(persons)]
            barrier.wait(60)
            time.sleep(max(0, moment.value - time.time()))
            spans.append(time.time())
            send(connection, lane, number)
            if lane.get("late"):
                connection.sock.settimeout(lane["late"])
            try:
                answer = connection.getresponse()
                text, status = answer.read().decode(), answer.status
            except TimeoutError:
                # Given up: whatever comes late comes to nobody. Another person is asked for at once.
                given_up += 1
                connection.close()
                connection = connected(lane)
                number, name = persons[(turn * len(lanes) + at + 1) % len(persons)]
                connection.sock.settimeout(30)
                send(connection, lane, number)
                answer = connection.getresponse()
                text, status = answer.read().decode(), answer.status
            compare(lane, text, status, number, name)
            asked += 1
        said.put((asked, given_up, spans, None))
    except Exception as error:
        barrier.abort()
        said.put((asked, given_up, spans, f"{type(error).__name__}: {error}" if not isinstance(error, Wrong) else str(error)))


if __name__ == "__main__":
    moment, said = multiprocessing.Value("d"), multiprocessing.Queue()

    def agree():
        moment.value = time.time() + 0.02

    barrier = multiprocessing.Barrier(len(lanes), agree)
    processes = [multiprocessing.Process(target=run, args=(at, barrier, moment, said)) for at in range(len(lanes))]
    for process in processes:
        process.start()
    results = [said.get(timeout=300) for _ in processes]
    faults = [fault for _, _, _, fault in results if fault and "BrokenBarrier" not in fault]
    if faults or any(fault for _, _, _, fault in results):
        sys.exit("\n".join(faults or ["a lane did not come to the end"]))
    spans = sorted((max(times) - min(times)) * 1000 for times in zip(*[spans for _, _, spans, _ in results]))
    print(f"{sum(asked for asked, _, _, _ in results)} {sum(given_up for _, given_up, _, _ in results)} {spans[len(spans) // 2]:.2f}")
