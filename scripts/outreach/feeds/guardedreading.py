"""Reading many answers without being held up by one: the reading is done by a process that can be ended.

Hostile markup keeps a parser busy for minutes (4 MB of nested tags: 22 s, tried with feedparser 6.0.14),
and a thread of ours could not be stopped then.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from outreach.feeds import reading
from outreach.fetching import Answer
from outreach.problems import Problem, refuse

SCRIPTS = Path(__file__).resolve().parents[2]
MODULE = 'outreach.feeds.reading'


def check_parser() -> None:
    """Raise BadInput where the library that reads feeds is not installed."""
    if importlib.util.find_spec('feedparser') is None:
        refuse([Problem('feedparser', 'is not installed: pip install "feedparser>=6.0.14,<7"')])


def read_all(answers: Sequence[Answer]) -> list[dict[str, Any] | None]:
    """Return what `reading.read` makes of each answer; None where it took too long or broke."""
    found: list[dict[str, Any] | None] = []
    with TemporaryDirectory(prefix='outreach-feeds-') as folder:
        asked = []
        for number, answer in enumerate(answers):
            path = Path(folder, str(number))
            path.write_bytes(answer.body)
            kind = answer.headers.get('content-type', '')
            asked.append(json.dumps({'file': str(path), 'link': answer.link, 'type': kind}))
        while len(found) < len(asked):
            found += _read(asked[len(found) :])
            if len(found) < len(asked):
                found.append(None)  # the one at which the process ended
    return found


def _read(asked: Sequence[str]) -> list[dict[str, Any] | None]:
    """Return the answers that one process gave before it ended."""
    done = subprocess.run(
        [sys.executable, '-X', 'utf8', '-m', MODULE],
        cwd=SCRIPTS,
        input='\n'.join(asked),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding='utf-8',
        timeout=(reading.SECONDS + 5) * len(asked),
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.endswith('}')]
