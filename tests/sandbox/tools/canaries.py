"""Addresses that must never get out of private files and letters, and the search for them after a run.

Before the wikis of a test are put back, what changed there is searched (`leaks`); at the end of each
process, all that its sandbox holds; at the end of the whole run, what it left on the machine (`left_behind`).
"""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from sandbox import state

# in lower case, as they would be in any form: the local parts alone, so that a part of one is found too
CANARIES = (b'zq7canary.ann', b'zq7canary.bo', b'zq7canary.info')
# of accounts: they are in the wikis' own tables of users, and in the mails that the wikis send
OF_ACCOUNTS = b'zq7account'
EVERY = (*CANARIES, OF_ACCOUNTS)
OWN_COLUMNS = frozenset(('user.user_email', 'globaluser.gu_email'))
# one that a test puts on a wiki itself, to see that the gate and the search work
CONTROL = 'zq8control@control.example'
# lines of a configuration: a signal makes a run fail, wherever it is, as a fault of ours would
CRASH = 'import signal as _signal\n_signal.signal(_signal.SIGUSR1, lambda *_words: 1 / 0)\n'
CONTACTS, CLIENTS = 'canary-contacts.csv', 'canary-clients.csv'
ALLOWED = frozenset((CONTACTS, CLIENTS))
# where letters are drafted, and where the sandbox keeps what its wikis sent
LETTERS = frozenset(('drafts', 'mail'))
# between two looks at the process list
SECONDS = 0.5


def address(number: int) -> str:
    """Return one of the addresses as the file has it."""
    return f'{CANARIES[number].decode().upper()}@canary.example'


def holds(content: bytes, words: Iterable[bytes] = CANARIES) -> bool:
    """Return whether any of them stands in some bytes, also in two bytes for a letter."""
    folded = content.lower()
    return any(word in folded or word in folded.replace(b'\0', b'') for word in words)


def files_with(
    folders: Iterable[Path], words: Iterable[bytes] = CANARIES, since: float = 0
) -> Iterator[Path]:
    """Return the files below some folders, but for private ones and letters, in which one of them stands.

    Only those that were changed since a moment, as `time.time()` gives it.
    """
    looked_for = tuple(words)
    for folder in folders:
        for path in sorted(folder.rglob('*')):
            with contextlib.suppress(FileNotFoundError, PermissionError):
                private = path.is_symlink() or path.name in ALLOWED or not path.is_file()
                private = private or bool(LETTERS & set(path.parts))
                changed = not private and path.stat().st_mtime >= since
                if changed and holds(path.read_bytes(), looked_for):
                    yield path


def leaks(folders: Iterable[Path], since: float = 0) -> Iterator[Path]:
    """Return the files below some folders in which any of them stands, also one of an account.

    Those of accounts are in the wikis' own column of addresses (OWN_COLUMNS), and nowhere else.
    """
    for path in files_with(folders, EVERY, since):
        if holds(path.read_bytes()) or not _is_of_accounts(path):
            yield path


def _is_of_accounts(path: Path) -> bool:
    """Return whether a file is a wiki's database, or its journal, with addresses in their own column only."""
    database = path.with_name(path.name.removesuffix('-wal').removesuffix('-journal'))
    if database.suffix != '.sqlite':
        return False
    try:
        return rows_with(database, EVERY) <= OWN_COLUMNS
    except sqlite3.OperationalError:
        return not path.exists()  # of a sandbox that has ended meanwhile


def command_lines() -> Iterator[bytes]:
    """Return what the process list shows of every process: its arguments and its environment."""
    for process in Path('/proc').glob('[0-9]*'):
        for name in ('cmdline', 'environ'):
            with contextlib.suppress(OSError):
                yield (process / name).read_bytes()


def watched(process: subprocess.Popen[str], at: str, how: signal.Signals) -> str:
    """Return all that a process prints; it gets a signal when it has printed some words (`at`).

    The process list is looked at meanwhile, but not at every line: the signal must not come late.
    """
    assert process.stdout
    output, looked = '', 0.0
    for line in process.stdout:
        output += line
        if at in line:
            process.send_signal(how)
            break
        if time.monotonic() - looked > SECONDS:
            assert not any(holds(shown, EVERY) for shown in command_lines())
            looked = time.monotonic()
    output += process.stdout.read()
    process.wait()
    return output


def left_behind(since: float) -> Iterator[str]:
    """Return where one of them stands after a run that began at a moment.

    Looked at are temporary files, sandboxes whose owner was killed, and the process list.
    """
    temporary = Path(tempfile.gettempdir())
    folders = [
        path for path in temporary.glob('*') if path.is_dir() and not path.name.startswith('pytest-of')
    ]
    ours = [
        folder for folder in folders if folder.name.startswith(('outreach', 'tmp', 'pywikibot', 'snapshot'))
    ]
    yield from map(str, leaks([*ours, *_orphans()], since))
    for path in temporary.glob('*'):
        with contextlib.suppress(OSError):
            if path.is_file() and path.stat().st_mtime >= since and holds(path.read_bytes(), EVERY):
                yield str(path)
    if any(holds(shown, EVERY) for shown in command_lines()):
        yield 'the process list'


def _orphans() -> Iterator[Path]:
    for path in state.runtime_root().glob('outreach-sandbox-*'):
        with contextlib.suppress(OSError, ValueError, KeyError):
            if not state.process_alive(json.loads((path / 'owner.json').read_text(encoding='utf-8'))['pid']):
                yield path


def local_files(folder: Path) -> dict[str, bytes]:
    """Return what the scripts keep in a Pywikibot folder, by the names of the files."""
    return {path.name: path.read_bytes() for path in folder.glob('outreach/**/*') if path.is_file()}


def rows_with(database: Path, words: Iterable[bytes]) -> set[str]:
    """Return the columns (`user.user_email`) of a wiki's database in which one of them stands."""
    looked_for = tuple(words)
    found: set[str] = set()
    with closing(sqlite3.connect(database)) as db:
        db.text_factory = bytes
        tables = [
            row[0].decode() for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            rows = db.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in rows.description]
            for row in rows:
                cells = zip(names, row, strict=True)
                found |= {f'{table}.{name}' for name, cell in cells if holds(str(cell).encode(), looked_for)}
    return found
