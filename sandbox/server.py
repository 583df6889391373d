"""The web server of a sandbox: PHP's own, in several workers, reached as an HTTP proxy."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from sandbox import php
from sandbox.state import HERE, SandboxError, Setup, process_alive

WORKERS = 4
_START_SECONDS = 15.0

# The shell waits on a pipe from us: when we end, however we end, it reads the end of the file and
# takes its whole process group (PHP's workers outlive their parent otherwise) with it.
_WATCHDOG = '"$@" </dev/null & cat >/dev/null; kill -TERM 0'


@dataclass(frozen=True)
class Server:
    """A running web server; `process` is the watchdog that leads its process group."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def proxy(self) -> str:
        """The address to give to a client as its HTTP proxy."""
        return f'http://127.0.0.1:{self.port}'

    def stop(self) -> None:
        """End the server and all its workers."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(setup: Setup, state: Path) -> Server:
    """Start the server of a sandbox on a free port, and wait until it answers."""
    for _ in range(5):
        port = _free_port()
        server = _launch(setup, state, port)
        if _wait_until_open(server, state):
            _write_note(server, state)
            return server
        server.stop()
    log = (state / 'server.log').read_text(encoding='utf-8', errors='replace')
    raise SandboxError(f'the web server does not start:\n{log[-2000:]}')


def running_port(state: Path) -> int | None:
    """Return the port of the server that runs on a state folder, or None when there is none."""
    try:
        note = json.loads((state / 'server.json').read_text(encoding='utf-8'))
        port, pid = int(note['port']), int(note['pid'])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return port if process_alive(pid) and _answers(port) else None


def _write_note(server: Server, state: Path) -> None:
    note = {'port': server.port, 'pid': server.process.pid}
    (state / 'server.json').write_text(json.dumps(note), encoding='utf-8')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port: int = probe.getsockname()[1]
        return port


def _launch(setup: Setup, state: Path, port: int) -> Server:
    env = php.environment(setup, state, proxy=f'http://127.0.0.1:{port}')
    env['PHP_CLI_SERVER_WORKERS'] = str(WORKERS)
    serve = php.command(
        ['-S', f'127.0.0.1:{port}', '-t', str(setup.mediawiki), str(HERE / 'router.php')],
        {
            'display_errors': '0',
            'log_errors': '1',
            'error_log': str(state / 'php-errors.log'),
            'sendmail_path': str(HERE / 'mailcatcher'),
        },
    )
    with (state / 'server.log').open('ab') as log:
        process = subprocess.Popen(
            ['sh', '-c', _WATCHDOG, 'sh', *serve],
            env=env,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Server(port, process)


def _wait_until_open(server: Server, state: Path) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    log = state / 'server.log'
    while time.monotonic() < deadline:
        if _answers(server.port):
            return True
        if f':{server.port} (reason:' in log.read_text(encoding='utf-8', errors='replace'):
            return False
        time.sleep(0.05)
    return False


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port), 1):
        return True
    return False
