"""Reading many answers without being held up by one: the reading is done by a process that can be ended.

Hostile markup keeps a parser busy for minutes (4 MB of nested tags: 22 s, tried with feedparser 6.0.14; one
day of a calendar that repeats every second: more than 20 s), and a thread of ours could not be stopped then.
"""

from __future__ import annotations

import faulthandler
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from outreach.extras import EXTRAS
from outreach.fetching import FetchedAnswer
from outreach.problems import Problem, refuse

SCRIPTS = Path(__file__).resolve().parents[1]
# for one answer; most take a tenth of a second
SECONDS = 10

# what a module that reads takes (body, link, content type, further words), and gives: JSON
Read = Callable[[bytes, str, str, str], Any]


def check_library(extra: str) -> None:
    """Raise BadInput where the libraries of an extra of pyproject.toml are not installed."""
    library, purpose = EXTRAS[extra]
    if importlib.util.find_spec(library) is None:
        refuse([Problem(library, f'is not installed, and is needed {purpose}: pip install ".[{extra}]"')])


def read_all(
    module: str, answers: Sequence[FetchedAnswer], words: str = '', seconds: int = SECONDS
) -> list[Any]:
    """Return what a module (`outreach.feeds.reading`) makes of each answer; None where it took longer.

    Also where its process broke. `words` go to the module as they are.
    """
    found: list[Any] = []
    with TemporaryDirectory(prefix='outreach-reading-') as folder:
        asked = []
        for number, answer in enumerate(answers):
            path = Path(folder, str(number))
            path.write_bytes(answer.body)
            kind = answer.headers.get('content-type', '')
            asked.append(json.dumps({'file': str(path), 'link': answer.link, 'type': kind, 'words': words}))
        while len(found) < len(asked):
            found += _read(module, asked[len(found) :], seconds)
            if len(found) < len(asked):
                found.append(None)  # the one at which the process ended
    return found


def _read(module: str, asked: Sequence[str], seconds: int) -> list[Any]:
    """Return the answers that one process gave before it ended."""
    done = subprocess.run(
        [sys.executable, '-X', 'utf8', '-m', module, str(seconds)],
        cwd=SCRIPTS,
        input='\n'.join(asked),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding='utf-8',
        timeout=(seconds + 5) * len(asked),
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.endswith('}')]


def serve(read: Read, lines: Iterable[str], out: TextIO, seconds: int = SECONDS) -> None:
    """Answer requests, one JSON object in a line each: `file`, `link`, `type` of an answer, and `words`.

    Ends the process where one takes longer than that: whoever asked sees that its answer is missing.
    """
    with open(os.devnull, 'w') as nowhere:  # noqa: PTH123  # faulthandler needs a file that stays open
        for line in lines:
            asked = json.loads(line)
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            with open(asked['file'], 'rb') as body:  # noqa: PTH123
                found = read(body.read(), asked['link'], asked['type'], asked['words'])
            faulthandler.cancel_dump_traceback_later()
            out.write(json.dumps(found) + '\n')
            out.flush()
