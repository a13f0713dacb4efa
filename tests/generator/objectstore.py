"""A real object store for tests, in a process of its own: `python objectstore.py` prints its port."""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Refusing(BaseHTTPRequestHandler):
    """A store that lets nobody in, as S3 answers a request without credentials."""

    def _refuse(self):
        body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _refuse

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    if "refusing" in sys.argv:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
        print(server.server_port, flush=True)
        server.serve_forever()
    else:
        from moto.server import ThreadedMotoServer

        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        print(server.get_host_and_port()[1], flush=True)
        while True:
            time.sleep(60)
