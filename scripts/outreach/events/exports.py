"""The files that a calendar is exported to: written whole or not at all, and only where they change."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from outreach import localfiles
from outreach.events.entrydata import texts
from outreach.events.event import CalendarEntry

VERSION = 1


def new_place(text: str) -> Path:
    """Read the path of a file to write; raise ValueError where it cannot be one."""
    path = localfiles.typed(text.strip(), 'cannot be a file')
    if path.is_dir() or not path.parent.is_dir():
        raise ValueError('must be a file in a folder that exists')
    return path


def json_file(entries: Sequence[CalendarEntry], title: str, host: str) -> bytes:
    """Return the events as JSON, a line each: the texts of the page's comments, and the times in UTC."""
    rows = []
    for one in sorted(entries, key=lambda one: one.order):
        told = {name: value for name, value in texts(one).items() if name not in ('keys', 'sources')}
        told |= {'startUTC': f'{one.span.start:%Y-%m-%dT%H:%MZ}', 'endUTC': f'{one.span.end:%Y-%m-%dT%H:%MZ}'}
        rows.append(json.dumps(told, ensure_ascii=False, sort_keys=True))
    head = json.dumps({'version': VERSION, 'page': title, 'host': host}, ensure_ascii=False)[:-1]
    inside = ',\n'.join(rows)
    return f'{head}, "events": [\n{inside}\n]}}\n'.encode()


def write(path: Path, body: bytes) -> bool:
    """Write a file whole, through one of another name beside it; return whether it changed.

    Readers see the old file or the new one, whenever the run is killed.
    """
    if path.is_file() and path.read_bytes() == body:
        return False
    making = path.with_name(f'.{path.name}.new')
    with making.open('wb') as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)
    return True
