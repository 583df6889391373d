"""What a plan of letters is made from: which folder is which letter, and whom a client list is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from outreach.letters import reading


# letters: C30
def test_a_folder_is_one_letter_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('HOME', str(tmp_path))
    (tmp_path / 'bot' / 'letters').mkdir(parents=True)
    (tmp_path / 'bot' / 'link').symlink_to('letters')
    monkeypatch.chdir(tmp_path / 'bot')
    base = tmp_path / 'bot'
    ways = (
        './letters',
        './letters/',
        './/letters/.',
        '../bot/letters',
        '~/bot/letters',
        f'{base}/letters',
        './link',
    )
    assert {reading.key_of(name, base) for name in ways} == {'./letters'}
    assert reading.key_of('./other', base) == './other'
    assert reading.key_of('../elsewhere/', base) == str(tmp_path / 'elsewhere')
    assert reading.key_of('Outreach/X/Letter', base) == 'Outreach/X/Letter'
    base.rename(tmp_path / 'moved')
    monkeypatch.chdir(tmp_path / 'moved')
    assert reading.key_of('./letters/', tmp_path / 'moved') == './letters'
