"""Addresses that must never get out of the contacts file, and the search for them after a whole test run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

# in lower case, as they would be in any form: the local parts alone, so that a part of one is found too
CANARIES = (b'zq7canary.ann', b'zq7canary.bo', b'zq7canary.info')
# one that a test puts on a wiki itself, to see that the gate and the search work
CONTROL = 'zq8control@control.example'
CONTACTS, CLIENTS = 'canary-contacts.csv', 'canary-clients.csv'
ALLOWED = frozenset((CONTACTS, CLIENTS))


def address(number: int) -> str:
    """Return one of the addresses as the file has it."""
    return f'{CANARIES[number].decode().upper()}@canary.example'


def holds(content: bytes, words: Iterable[bytes] = CANARIES) -> bool:
    """Return whether any of them stands in some bytes, also in two bytes for a letter."""
    folded = content.lower()
    return any(word in folded or word in folded.replace(b'\0', b'') for word in words)


def files_with(folders: Iterable[Path], words: Iterable[bytes] = CANARIES) -> Iterator[Path]:
    """Return the files below some folders, other than the two private ones, in which one of them stands."""
    looked_for = tuple(words)
    for folder in folders:
        for path in sorted(folder.rglob('*')):
            private = path.is_symlink() or path.name in ALLOWED
            if path.is_file() and not private and holds(path.read_bytes(), looked_for):
                yield path
