"""Suggestions that people leave on a log."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.promotion import announcements, logpage, suggestions
from outreach.promotion.places import Place
from outreach.signatures import Signature

from tests.samples.logs import HOME, ROWS, SIGNED, WIKIS, WORDS, say

SUGGESTED = f"""\
== Log ==
* [[w:de:Not here]]
== Suggestions ==
Where else? [https://example.org/ here]
* [[w:eo:Diskutejo]] and [[c:Commons:Village pump]] could do with one. {SIGNED}
** but not [[w:sv:That]]
*: nor [[w:sv:That]]
# https://sv.wikipedia.org/wiki/Wikipedia:Bybrunnen
- dewiki
* <s>[[w:en:Withdrawn]]</s>
* <!-- [[w:en:Hidden]] --> the choir
* [[File:Map.svg]] [[User:Bo]] [[Category:X]]
* [[w:eo:Diskutejo]] again
=== More ===
[[Talk:Wikimedia Sweden]]
== Else ==
* [[w:de:Not here either]]
"""


def test_suggestions_in_odd_forms() -> None:
    found, notes = suggestions.parse(SUGGESTED, {'suggestions'}, WIKIS)
    assert [(one.place, one.line) for one in found] == [
        (Place('', 'https://example.org/'), 4),
        (Place('eo.wikipedia.org', 'Diskutejo'), 5),
        (Place('commons.wikimedia.org', 'Commons:Village pump'), 5),
        (Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen'), 8),
        (Place('de.wikipedia.org'), 9),
        (Place(HOME, 'Talk:Wikimedia Sweden'), 15),
    ]
    assert found[1].signed == Signature('Bo Ek', date(2026, 3, 3))
    assert [note.place for note in notes] == ['line 11', 'line 12']


def test_what_the_log_has_already_is_not_suggested_again() -> None:
    text = logpage.new_page('Outreach/Alps', say).replace('|}\n</div>', f'{ROWS}|}}\n</div>')
    read = announcements.read(logpage.parse(text, 'Log', WORDS), WORDS, WIKIS)
    found, _ = suggestions.parse(SUGGESTED, {'suggestions'}, WIKIS)
    entries = list(suggestions.entries(found, read, WIKIS, say))
    assert [entry.id for entry in entries] == [
        'suggested https://example.org/',
        'suggested eo.wikipedia.org Diskutejo',
        'suggested commons.wikimedia.org Commons:Village pump',
        'suggested meta.wikimedia.org Talk:Wikimedia Sweden',
    ]
    assert entries[1].language == 'eo'
    assert 'Bo Ek' in entries[1].notes
    assert '2026-03-03' in entries[1].notes


def test_a_page_without_the_section_has_no_suggestions() -> None:
    assert suggestions.parse('* [[w:de:X]]', {'suggestions'}, WIKIS) == ([], [])


def test_a_line_without_a_place_is_shown_up_to_its_hundredth_letter() -> None:
    text = f'== S ==\n* {"x" * 101}'
    _, (note,) = suggestions.parse(text, {'s'}, WIKIS)
    assert note.text.endswith(f'{"x" * 100!r}')


def test_headings_and_withdrawn_lines_suggest_nothing() -> None:
    text = '== S ==\n=== [[w:de:A]] ===\n* <del>[[w:de:B]]</del>\n* \n* [[w:de:C]]'
    found, notes = suggestions.parse(text, {'s'}, WIKIS)
    assert [one.place.page for one in found] == ['C']
    assert notes == []


def test_a_wiki_that_was_only_suggested_may_be_suggested_again() -> None:
    row = '|-\n| <!-- id:suggested x --> || forum · dewiki || || suggested || \n'
    sent = row.replace('<!-- id:suggested x -->', '2026-01-01').replace('suggested ||', 'sent ||')
    for rows, ids in ((row, ['suggested de.wikipedia.org']), (sent, [])):
        text = logpage.new_page('Outreach/Alps', say).replace('|}\n</div>', f'{rows}|}}\n</div>')
        read = announcements.read(logpage.parse(text, 'Log', WORDS), WORDS, WIKIS)
        found, _ = suggestions.parse('== S ==\n* dewiki', {'s'}, WIKIS)
        assert [one.id for one in suggestions.entries(found, read, WIKIS, say)] == ids


@pytest.mark.parametrize(
    ('place', 'channel'),
    [
        ('[[w:de:Diskussion]]', 'projectpage'),
        ('[[w:de:Talk:X]]', 'projectpage'),
        ('[[w:de:Wikipedia:Kurier]]', 'villagepump'),
        ('dewiki', 'villagepump'),
        ('https://lists.example.org/x', 'other'),
    ],
)
def test_a_place_tells_its_channel(place: str, channel: str) -> None:
    found, _ = suggestions.parse(f'== S ==\n* {place}', {'s'}, WIKIS)
    assert [one.channel for one in suggestions.entries(found, [], WIKIS, say)] == [channel]
