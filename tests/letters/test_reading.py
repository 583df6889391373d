"""What a plan of letters is made from: which folder is which letter, and whom a client list is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from outreach.letters import reading
from outreach.letters.letterplan import LetterTexts
from outreach.sends import message


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


# letters: C17
def test_a_text_with_parts_not_translated_or_out_of_date_is_a_doubt_where_somebody_gets_it() -> None:
    body = '== Hej ==\nText.\n<div class="{}">Old.</div>\n'
    kinds = {'sv': 'mw-translate-fuzzy', 'fr': 'mw-content-ltr', 'de': 'x'}
    found = {
        code: message.parse(
            body.format(kind).replace('class="mw-content-ltr"', 'lang="en" dir="ltr" class="mw-content-ltr"'),
            f'L/{code}',
            code,
        )
        for code, kind in kinds.items()
    }
    texts = LetterTexts(found, {}, 'de', dict.fromkeys(found, '7'))
    told = [(one.code, one.place) for one in reading.doubts_of(texts, ['sv', 'fr', 'de', 'sv'])]
    assert told == [('letter-outdated', 'L/fr'), ('letter-outdated', 'L/sv')]
    assert reading.doubts_of(texts, ['de']) == []
