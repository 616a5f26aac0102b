"""A web site that misbehaves on demand, for the test of following. All of it is on 127.0.0.1."""

import gzip
import http.server
import os
import threading
import time

BOMB = gzip.compress(b"<rss>" + b" " * (40 << 20), 1)
ROBOTS = "User-agent: *\nDisallow: /secret/\nAllow: /secret/open\n"


def entry(site, number, text, page=None):
    link = f"{site.url}/{page or 'story'}/{number}"
    return (
        f"<item><title>Entry {number}</title><guid isPermaLink='false'>tag:example.org,2025:{number}"
        f"</guid><link>{link}</link><pubDate>Fri, 04 Jul 2025 10:00:00 GMT</pubDate>"
        f"<description>{text}</description></item>"
    )


class Site:
    """entries: number -> text of the feed; seen: (path, status, headers) of what was asked."""

    def __init__(self):
        self.entries = {}
        self.page = None
        self.seen = []
        self.lock = threading.Lock()
        self.busy_pages = 0
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def do_GET(self):
                try:
                    site.answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):  # clients give up; that is the test
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def feed(self):
        with self.lock:
            items = "".join(entry(self, n, t, self.page) for n, t in sorted(self.entries.items()))
        return (
            "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>"
            f"<title>Example Wire</title><link>{self.url}/</link>{items}</channel></rss>"
        )

    def asked(self, path):
        return [one for one in self.seen if one[0] == path]

    def answer(self, request):
        path = request.path
        name = path.split("?")[0].strip("/").split("/")[0].replace(".", "_").replace("-", "_")
        handler = getattr(self, "get_" + name, None)
        if handler is None:
            return self.send(request, 404, "nothing here")
        handler(request)

    def send(self, request, status, body=b"", **headers):
        if isinstance(body, str):
            body = body.encode()
        self.seen.append((request.path, status, dict(request.headers)))
        request.send_response(status)
        headers.setdefault("Content-Type", "application/rss+xml")
        for header, value in headers.items():
            request.send_header(header.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    # ---- a feed that changes, and says when it has not
    def get_feed_xml(self, request):
        body = self.feed()
        etag = '"%x"' % (hash(body) & 0xFFFFFFFF)
        if request.headers.get("If-None-Match") == etag:
            return self.send(request, 304, ETag=etag)
        self.send(request, 200, body, ETag=etag)

    def get_second_xml(self, request):
        self.send(request, 200, self.feed().replace("2025:", "second:"))

    def get_dated_xml(self, request):
        when = "Fri, 04 Jul 2025 10:00:00 GMT"
        if request.headers.get("If-Modified-Since") == when:
            return self.send(request, 304)
        self.send(request, 200, self.feed().replace("2025:", "dated:"), Last_Modified=when)

    # ---- statuses
    def get_moved(self, request):
        self.send(request, 301, Location="/second.xml")

    def get_elsewhere(self, request):
        self.send(request, 302, Location="/second.xml")

    def get_gone(self, request):
        self.send(request, 410)

    def get_busy(self, request):
        self.send(request, 429, Retry_After="3600")

    def get_broken(self, request):
        self.send(request, 500)

    def get_circle(self, request):
        self.send(request, 302, Location="/round")

    def get_round(self, request):
        self.send(request, 302, Location="/circle")

    def get_chain(self, request):
        number = int(request.path.rsplit("/", 1)[1])
        self.send(request, 302, Location=f"/chain/{number + 1}")

    def get_nowhere(self, request):
        self.send(request, 302)

    def get_file(self, request):
        self.send(request, 302, Location="file:///etc/passwd")

    def get_metadata(self, request):
        self.send(request, 302, Location="http://169.254.1.1/latest")

    # ---- bodies
    def get_stall(self, request):
        self.seen.append((request.path, 0, {}))
        time.sleep(20)

    def begin(self, request, content_type="application/rss+xml"):
        self.seen.append((request.path, 200, {}))
        request.send_response(200)
        request.send_header("Content-Type", content_type)
        request.send_header("Connection", "close")
        request.end_headers()
        request.close_connection = True

    def get_drip(self, request):
        self.begin(request)
        for _ in range(200):
            request.wfile.write(b"<rss>")
            request.wfile.flush()
            time.sleep(0.1)

    def get_endless(self, request):
        self.begin(request)
        piece = b"<rss><channel><item><title>x</title></item>" * 10000
        while True:
            request.wfile.write(piece)

    def get_headers(self, request):
        self.seen.append((request.path, 200, {}))
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            request.wfile.write(b"X-Long: " + b"a" * 1000 + b"\r\n")

    def get_bomb(self, request):
        self.send(request, 200, BOMB, Content_Encoding="gzip")

    def get_garbage(self, request):
        self.send(request, 200, os.urandom(5000))

    def get_cut(self, request):
        self.send(request, 200, self.feed().replace("2025:", "cut:")[:-60])

    def get_picture(self, request):
        self.send(request, 200, b"\x89PNG", Content_Type="image/png")

    def get_page(self, request):
        self.send(request, 200, "<html><body>No feed</body></html>", Content_Type="text/html")

    # ---- pages behind entries
    def get_robots_txt(self, request):
        self.send(request, 200, ROBOTS, Content_Type="text/plain")

    def article(self, request):
        number = request.path.rsplit("/", 1)[1]
        self.send(
            request,
            200,
            f"<html lang='en'><head><title>Page {number}</title></head><body><article>"
            f"<h1>Page {number}</h1><p>The whole text of number {number}: drones struck the depot at "
            "Kharkiv during the night, and the fire burned until noon.</p></article></body></html>",
            Content_Type="text/html; charset=utf-8",
        )

    def get_story(self, request):
        self.article(request)

    def get_secret(self, request):
        self.article(request)

    def get_film(self, request):
        self.send(request, 200, b"\0" * 100, Content_Type="video/mp4")

    def get_later(self, request):
        self.busy_pages += 1
        if self.busy_pages % 2 == 1:
            return self.send(request, 503, Retry_After="1")
        self.article(request)
