"""What goes on beside the searches: idle clients, slow writers, new articles. Fails if a post does."""
import http.client
import json
import socket
import sys
import threading
import time
from urllib.parse import urlsplit

site = urlsplit(sys.argv[1])
seconds = float(sys.argv[2])
end = time.monotonic() + seconds + 2
head = f"GET /healthz HTTP/1.1\r\nHost: {site.netloc}\r\n\r\n".encode()


def idle_clients(count):
    """Each asks once, and again when the server lets it go."""
    def connect():
        s = socket.create_connection((site.hostname, site.port))
        s.sendall(head)
        s.setblocking(False)
        return s
    sockets = [connect() for _ in range(count)]
    while time.monotonic() < end:
        for i, s in enumerate(sockets):
            try:
                while s.recv(4096):
                    pass
                s.close()
                sockets[i] = connect()
            except BlockingIOError:
                pass
            except OSError:
                sockets[i] = connect()
        time.sleep(0.5)


def slow_writer():
    while time.monotonic() < end:
        try:
            s = socket.create_connection((site.hostname, site.port))
            for byte in head:
                s.send(bytes([byte]))
                if time.monotonic() > end:
                    return
                time.sleep(1)
        except OSError:
            pass


failures = []
posted = [0]


def poster():
    connection = http.client.HTTPConnection(site.hostname, site.port, timeout=30)
    n = 0
    while time.monotonic() < end:
        started = time.monotonic()
        batch = [{"id": f"load/{n + i}", "title": f"Report {n + i}",
                  "text": f"Report number {n + i}: drones struck Odesa and talks went on in Muscat. " * 20}
                 for i in range(20)]
        n += 20
        connection.request("POST", "/api/v1/articles", json.dumps(batch),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            failures.append(body[:200])
        posted[0] += 20
        time.sleep(max(0.0, 1 - (time.monotonic() - started)))


threads = [threading.Thread(target=idle_clients, args=(256,)), threading.Thread(target=poster)]
threads += [threading.Thread(target=slow_writer) for _ in range(20)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(f"{posted[0]} articles posted, {len(failures)} posts failed", *failures[:3])
sys.exit(bool(failures))
