"""Addresses that must never get out of the contacts file, and the search for them after a whole test run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

# in lower case, as they would be in any form: the local parts alone, so that a part of one is found too
CANARIES = (b'zq7canary.ann', b'zq7canary.bo', b'zq7canary.info')
CONTACTS, CLIENTS = 'canary-contacts.csv', 'canary-clients.csv'
ALLOWED = frozenset({CONTACTS, CLIENTS})


def address(number: int) -> str:
    """Return one of the addresses as the file has it."""
    return f'{CANARIES[number].decode().upper()}@canary.example'


def holds(content: bytes) -> bool:
    """Return whether any of them stands in some bytes."""
    folded = content.lower()
    return any(canary in folded or canary in folded.replace(b'\0', b'') for canary in CANARIES)


def files_with(folders: Iterable[Path]) -> Iterator[Path]:
    """Return the files below some folders, other than the two private ones, in which one of them stands."""
    for folder in folders:
        for path in sorted(folder.rglob('*')):
            if (
                path.is_file()
                and not path.is_symlink()
                and path.name not in ALLOWED
                and holds(path.read_bytes())
            ):
                yield path
