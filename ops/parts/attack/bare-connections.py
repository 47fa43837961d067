#!/usr/bin/env python3
"""ops/parts/attack/bare-connections.py HOST:PORT COUNT: opens so many connections, sends nothing, and keeps them until SIGTERM: for each that the other side ends it
opens another, 500 a second at most.

Says `opened COUNT` once so many were taken, and at the end how many the other side had ended.
"""
import errno, resource, select, signal, socket, sys, time

address, count = sys.argv[1], int(sys.argv[2])
host, _, port = address.rpartition(":")
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
wanted = count + 64
if most != resource.RLIM_INFINITY and most < wanted:
    sys.exit(f"this process may have {most} files open, and {count} connections need {wanted}: raise it with ulimit -H -n")
resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
stopped = []
signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))

family, _, _, _, place = socket.getaddrinfo(host, int(port), socket.AF_INET, socket.SOCK_STREAM)[0]
poll, held, ended, opened = select.poll(), {}, 0, 0


def look(milliseconds):
    """Counts and closes those that the other side has ended."""
    global ended
    for descriptor, event in poll.poll(milliseconds):
        one = held.get(descriptor)
        try:
            if event == select.POLLIN and one.recv(64):
                continue
        except OSError:
            pass
        poll.unregister(descriptor)
        held.pop(descriptor).close()
        ended += 1


def connect():
    global opened
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.connect(place)
    except OSError as error:
        one.close()
        if error.errno not in (errno.ECONNREFUSED, errno.ECONNRESET, errno.EAGAIN, errno.EADDRNOTAVAIL):
            raise
        time.sleep(0.01)
        return
    opened += 1
    held[one.fileno()] = one
    poll.register(one, select.POLLIN | select.POLLHUP | select.POLLERR)


while opened < count and not stopped:
    connect()
    if opened % 100 == 0:
        look(0)
print(f"opened {opened}", flush=True)
# An end that is told wakes this early: so what may be opened grows with time, and not with the ends.
may, since = 0.0, time.monotonic()
while not stopped:
    look(100)
    now = time.monotonic()
    may, since = min(50, may + 500 * (now - since)), now
    for _ in range(min(int(may), count - len(held))):
        connect()
        may -= 1
print(f"ended by the other side: {ended} of {opened}", flush=True)
