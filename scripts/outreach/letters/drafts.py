"""Drafts: a folder with a file for each letter, and one mailbox of all, for the organizer to send.

The folder appears under its name only when it is whole; what a killed run left is removed.
"""

from __future__ import annotations

import mailbox
import os
import re
import shutil
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from outreach import privatefiles
from outreach.problems import BadInput, Problem

FOLDER = 'drafts'
MBOX = 'letters.mbox'
PARTIAL = '.partial-'
# the line before each mail in a mailbox; Thunderbird takes any
FROM = 'outreach'


def name_of(campaign: str, number: str) -> str:
    """Return the name of the folder of a plan's drafts, below the folder of all drafts."""
    words = re.sub(r'\W+', '-', campaign).strip('-')[:60] or 'letters'
    return f'{words}-{number}'


def file_name(number: int, label: str) -> str:
    """Return the name of a draft: its number in the ledger, and the code of the group. It names no person."""
    return f'{number:03}-{label}.eml'


def finished(root: Path) -> frozenset[str]:
    """Return the folders that are whole, and remove what killed runs left."""
    folder = root / FOLDER
    if not folder.is_dir():
        return frozenset()
    for one in folder.iterdir():
        if one.name.startswith(PARTIAL):
            shutil.rmtree(one)
    return frozenset(one.name for one in folder.iterdir())


def write(root: Path, name: str, mails: Sequence[tuple[str, bytes]], now: datetime) -> Path:
    """Write mails (file name, bytes) into a folder of their own; return it. It is whole, or not there."""
    privatefiles.make_folder(root)
    privatefiles.make_folder(root / FOLDER)
    final, partial = root / FOLDER / name, root / FOLDER / f'{PARTIAL}{name}'
    if final.exists():
        raise BadInput([Problem(str(final), 'is there already; move it away')])
    privatefiles.make_folder(partial)
    for file, content in mails:
        privatefiles.write_bytes(partial / file, content)
    _write_mbox(partial / MBOX, [content for _, content in mails], now)
    _synced(partial)
    partial.rename(final)
    _synced(root / FOLDER)
    return final


def _write_mbox(path: Path, mails: Sequence[bytes], now: datetime) -> None:
    privatefiles.write_bytes(path, b'')
    box = mailbox.mbox(path, create=False)
    for content in mails:
        message = mailbox.mboxMessage(message_from_bytes(content, policy=policy.compat32))
        message.set_from(FROM, now.astimezone(UTC).timetuple())
        box.add(message)
    box.close()
    path.chmod(0o600)


def remove(root: Path, name: str, numbers: Collection[int], now: datetime) -> None:
    """Remove the drafts of these numbers from a folder and its mailbox; an empty folder goes too."""
    folder = root / FOLDER / name
    if not name or not folder.is_dir():
        return
    for path in folder.glob('*.eml'):
        if int(path.name.partition('-')[0]) in numbers:
            path.unlink()
    left = [path.read_bytes() for path in sorted(folder.glob('*.eml'))]
    if left:
        _write_mbox(folder / MBOX, left, now)
    else:
        shutil.rmtree(folder)


def _synced(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
