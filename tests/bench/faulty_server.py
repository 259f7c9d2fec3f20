"""A broadcaster that makes one mistake with every third item: loses it, sends it twice, or late.

python faulty_server.py none|lose|twice|swap
"""

import re
import select
import socket
import sys

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
POST = re.compile(rb"POST .*?Content-Length: (\d+)\r\n\r\n", re.DOTALL)


def events(fault, number, event, held):
    if fault == "none" or number % 3:
        return event + b"".join(held)
    if fault == "twice":
        return event + event
    return b""


def items(received):
    """Cut complete POST bodies off the front of `received`."""
    while found := POST.match(received):
        end = found.end() + int(found.group(1))
        if len(received) < end:
            return
        yield bytes(received[found.end() : end])
        del received[:end]


def serve(listener, fault):
    streams, waiting, received, number, held = [], [], bytearray(), 0, []
    while True:
        for ready in select.select([listener, *waiting], [], [])[0]:
            if ready is listener:
                waiting.append(listener.accept()[0])
                continue
            data = ready.recv(1 << 16)
            if data.startswith(b"GET "):
                waiting.remove(ready)
                streams.append(ready)
                ready.sendall(HEAD)
                continue
            received += data
            for item in items(received):
                number += 1
                event = b"data: " + item + b"\n\n"
                for stream in streams:
                    stream.sendall(events(fault, number, event, held))
                held = [event] if fault == "swap" and number % 3 == 0 else []


with socket.create_server(("127.0.0.1", 0)) as server:
    sys.stdout.write(f"{server.getsockname()[1]}\n")
    sys.stdout.flush()
    serve(server, sys.argv[1])
