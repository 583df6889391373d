"""A proxy that spoils one request of a script, or kills the script at it, and passes on all others."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from urllib.parse import unquote_plus, urlsplit

from tests.sandbox.tools.network_faults import Fault, FaultyProxy, faulty_proxy

FAULTS = {
    'kill before': Fault.LOST_BEFORE,
    'lost before': Fault.LOST_BEFORE,
    'kill after': Fault.LOST_AFTER,
    'lost after': Fault.LOST_AFTER,
    '429': Fault.TOO_MANY,
    '502': Fault.HTML_502,
    '504': Fault.HTML_504,
    'html': Fault.HTML_200,
    'late': Fault.LATE,
}


@dataclass
class Spoiler:
    """Which request is spoilt, and how: the `number`th (from 1) whose API action is `kind` ('': any).

    `also` is called at that request, before anything happens to it. `pid` is the process to kill.
    `hit` is what the request asked for, '' if it never came.
    """

    how: str
    number: int
    kind: str = ''
    also: Callable[[], None] = lambda: None
    pid: int = 0
    hit: str = ''
    seen: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self, asked: str) -> bool:
        """Return whether this is the request to spoil."""
        if self.kind and f'&action={self.kind}&' not in f'&{asked}&':
            return False
        self.seen.append(asked)
        if len(self.seen) != self.number:
            return False
        self.hit = asked
        self.also()
        return True

    def choose(self, url: str, body: str) -> Fault | None:
        """Return the fault for a request, None for those that pass."""
        asked = unquote_plus(f'{urlsplit(url).query}&{body}')
        with self.lock:
            if not self.takes(asked):
                return None
        if self.how == 'kill before':
            self._kill()
        return FAULTS.get(self.how)

    def acted(self) -> None:
        """Hear that the wiki has acted on the request whose answer is lost."""
        if self.how == 'kill after':
            self._kill()

    def _kill(self) -> None:
        """End the script as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)


def spoiling_proxy(upstream: str, spoiler: Spoiler) -> AbstractContextManager[FaultyProxy]:
    """Run a proxy in front of another, until the end of the block."""
    return faulty_proxy(upstream, spoiler.choose, acted=spoiler.acted)
