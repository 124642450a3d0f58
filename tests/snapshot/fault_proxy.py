"""Stands between a client and an S3 server and behaves as networks and busy servers do.

    with Proxy(server.port, "busy") as proxy: ... proxy.endpoint

plain  passes everything on
busy   answers each new request twice with 503 SlowDown, then passes it on
cut    hangs up in the middle of the first answer to each GET, then passes it on
dead   answers 500 to everything
hang   takes the request and never answers
"""

import http.client
import http.server
import threading

SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"
KEPT_BACK = 10


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen = self.server.count((self.command, self.path))
        mode = self.server.mode
        if mode == "hang":
            self.server.stopped.wait()
            self.close_connection = True
        elif mode == "dead" or (mode == "busy" and seen <= 2):
            self.answer(503 if mode == "busy" else 500, [], SLOW_DOWN)
        else:
            self.pass_on(body, cut=mode == "cut" and self.command == "GET" and seen == 1)

    do_GET = do_PUT = do_DELETE = handle_one

    def pass_on(self, body, cut):
        # As they came, Host with them: they are signed.
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        answer = upstream.getresponse()
        self.answer(answer.status, answer.getheaders(), answer.read(), cut)
        upstream.close()

    def answer(self, status, headers, body, cut=False):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:-KEPT_BACK] if cut else body)
        if cut:
            self.close_connection = True

    def log_message(self, *_):
        pass


class Proxy(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, upstream, mode):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream, self.mode = upstream, mode
        self.endpoint = f"http://127.0.0.1:{self.server_address[1]}"
        self.stopped = threading.Event()
        self.counts, self.lock = {}, threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever)

    def count(self, request):
        """How often this request has come since it was last let through."""
        with self.lock:
            self.counts[request] = self.counts.get(request, 0) + 1
            seen = self.counts[request]
            if seen > 2:
                self.counts[request] = 0
            return seen

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.shutdown()
        self.thread.join()
        self.server_close()
