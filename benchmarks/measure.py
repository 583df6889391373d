"""Run a script as a user would and measure it: requests, by the wikis' own log, time and memory."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox import pwb_folder
from sandbox.farm import Farm

REPORT = re.compile(r'^([\d,]+) requests?: (.*)\.$', re.MULTILINE)
PEAK = re.compile(r'^VmHWM:\s*(\d+) kB', re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """A moment of a run: the requests and seconds up to a line that it printed."""

    line: str
    requests: int
    seconds: float


@dataclass(frozen=True)
class Run:
    """One run: `requests` are those that the wikis answered, `kinds` those that the script reported.

    `memory` is the most that was resident, in bytes.
    """

    code: int
    requests: int
    seconds: float
    memory: int
    kinds: Mapping[str, int]
    marks: Sequence[Mark]
    output: str

    @property
    def reported(self) -> int:
        """The requests that the script itself counted."""
        return sum(self.kinds.values())


def answered(farm: Farm) -> int:
    """Return how many requests the farm's web server has answered since it was started.

    PHP's server logs a line for each connection, and one more for a connection without a request.
    """
    log = (farm.directory / 'server.log').read_text(encoding='utf-8', errors='replace')
    return log.count(' Accepted\n') - log.count('Closed without sending a request')


def run(farm: Farm, folder: Path, args: Sequence[str], marks: str = '') -> Run:
    """Run `pwb` with these arguments in a Pywikibot folder (PYWIKIBOT_DIR), and measure it.

    A second run in the same folder finds what the first one cached. Lines of the output that begin
    with `marks` become marks.
    """
    before, started = answered(farm), time.monotonic()
    process = pwb_folder.start(folder, *args)
    peak = _Peak(process.pid)
    lines: list[str] = []
    seen: list[Mark] = []
    peak.start()
    with process:
        for line in process.stdout or ():
            lines.append(line)
            if marks and line.startswith(marks):
                seen.append(Mark(line.strip(), answered(farm) - before, time.monotonic() - started))
    seconds = time.monotonic() - started
    peak.join()
    output = ''.join(lines)
    return Run(process.returncode, answered(farm) - before, seconds, peak.bytes, kinds(output), seen, output)


def kinds(output: str) -> dict[str, int]:
    """Return the requests by kind that a script reported at its end; nothing where it reported none."""
    found = REPORT.findall(output)
    if not found:
        return {}
    parts = (part.strip().partition(' ') for part in found[-1][1].split(', '))
    return {kind: int(count.replace(',', '')) for count, _, kind in parts}


class _Peak(threading.Thread):
    """Watches the most memory that a process had resident, as Linux tells it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.status = Path(f'/proc/{pid}/status')
        self.bytes = 0

    def run(self) -> None:
        """Look until the process is gone."""
        while True:
            try:
                found = PEAK.search(self.status.read_text(encoding='utf-8'))
            except OSError:
                return
            if found is None:
                return
            self.bytes = max(self.bytes, int(found[1]) * 1024)
            time.sleep(0.1)
