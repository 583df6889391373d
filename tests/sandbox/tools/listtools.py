"""PetScan, PagePile and the query service, played by a server with scripted answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

ANSWERS: dict[str, Any] = {
    'petscan': {'wiki': 'enwiki', 'pages': [{'page_namespace': 0, 'page_title': 'Asthma'}]},
    'pagepile': {'wiki': 'enwiki', 'pages': ['Asthma']},
    'sparql': {'results': {'bindings': []}},
    'sparql-scholarly': {'results': {'bindings': []}},
}


@dataclass
class ListTools:
    """Where the tools are (`_outreach_tools`), what they answer by name, and what they were asked."""

    address: str
    answers: dict[str, Any]
    asked: list[str] = field(default_factory=list)

    @property
    def setting(self) -> str:
        """The line of `user-config.py` that names them."""
        places = {name: f'{self.address}/{name}?asked={{}}' for name in ANSWERS}
        return f'_outreach_tools = {places!r}\n'


@contextmanager
def running(answers: Mapping[str, Any] | None = None) -> Iterator[ListTools]:
    """Serve the tools until the end of the block; bytes are answered as they are, anything else as JSON."""
    tools = ListTools('', {**ANSWERS, **(answers or {})})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tools.asked.append(self.path)
            answer = tools.answers[urlsplit(self.path).path.strip('/')]
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(200)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
            """Keep quiet."""

    server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.daemon_threads = True
    tools.address = f'http://127.0.0.1:{server.server_port}'
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True)
    thread.start()
    try:
        yield tools
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
