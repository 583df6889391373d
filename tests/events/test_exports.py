"""Files are written whole, and only where they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from outreach.events.entrydata import FIELDS
from outreach.events.entrydata import entry as of_texts
from outreach.events.exports import json_file, new_place, write

from tests.events.samples import CE, HOME, PARIS, TALK, entry


def test_a_file_is_written_whole_and_once(tmp_path: Path) -> None:
    """C39, C34"""
    path = tmp_path / 'x.ics'
    assert write(path, b'1')
    made = path.stat().st_ino
    assert not write(path, b'1')
    assert path.stat().st_ino == made
    assert write(path, b'2')
    assert (path.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (b'2', ['x.ics'])


def test_the_json_holds_the_events_of_the_page() -> None:
    """C38"""
    some = [entry(PARIS), entry(TALK, 'ce-2')]
    told = json.loads(json_file(some, 'Outreach/Events', HOME))
    rows = [{name: text for name, text in one.items() if name in FIELDS} for one in told['events']]
    found = [of_texts({**one, 'sources': CE.key, 'keys': f'ce:{one["id"][3:]}'}) for one in rows]
    assert found == sorted(some, key=lambda one: one.order)
    assert told['events'][0]['startUTC'] == '2026-12-01T17:00Z'
    assert json.loads(json_file([], 'x', HOME))['events'] == []


def test_a_place_for_a_file(tmp_path: Path) -> None:
    assert new_place(str(tmp_path / 'x')) == tmp_path / 'x'
    for wrong in (tmp_path, tmp_path / 'no' / 'x'):
        with pytest.raises(ValueError, match='folder'):
            new_place(str(wrong))
    with pytest.raises(ValueError, match='cannot be a file: begins with ~'):
        new_place('~nobody-of-that-name/x')
