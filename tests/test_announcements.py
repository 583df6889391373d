"""Reading what people write on a log: places, signatures, announcements, suggestions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from outreach import phrases
from outreach.promotion import announcements, logpage, suggestions
from outreach.promotion.logpage import Status, Vocabulary
from outreach.promotion.places import Place, Wikis
from outreach.signatures import Signature, signature, without_signature
from outreach.sitematrix import WikiInfo

HOME = 'meta.wikimedia.org'
LANGUAGES = phrases.of_script('log_promotion')
WORDS = Vocabulary.of(LANGUAGES.values())
WIKIS = Wikis(
    (
        *(
            WikiInfo(f'{code}wiki', f'{code}.wikipedia.org', code, 'wiki')
            for code in ('en', 'sv', 'de', 'eo')
        ),
        WikiInfo('enwiktionary', 'en.wiktionary.org', 'en', 'wiktionary'),
        WikiInfo('svwiktionary', 'sv.wiktionary.org', 'sv', 'wiktionary'),
        WikiInfo('be_x_oldwiki', 'be-tarask.wikipedia.org', 'be-tarask', 'wiki'),
        WikiInfo('commonswiki', 'commons.wikimedia.org', 'en', 'commons'),
        WikiInfo('metawiki', HOME, 'en', 'meta'),
    ),
    HOME,
)


def say(key: str, **parameters: Any) -> str:
    return LANGUAGES['en'][key] % parameters if parameters else LANGUAGES['en'][key]


Speaker = Callable[..., str]


@pytest.mark.parametrize(
    ('link', 'place'),
    [
        ('Talk:Wikimedia Sweden', Place(HOME, 'Talk:Wikimedia Sweden')),
        (':sv:Wikipedia:Bybrunnen', Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen')),
        ('w:sv:wikipedia:Bybrunnen#News', Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen')),
        ('w:Wikipedia:Village_pump', Place('en.wikipedia.org', 'Wikipedia:Village pump')),
        ('wikt:sv:Wiktionary:Bybrunnen', Place('sv.wiktionary.org', 'Wiktionary:Bybrunnen')),
        ('c:Commons:Village pump', Place('commons.wikimedia.org', 'Commons:Village pump')),
        (':be-tarask:X', Place('be-tarask.wikipedia.org', 'X')),
        (':w:de:', Place('de.wikipedia.org')),
        ('m:Tech', Place(HOME, 'Tech')),
        ('Meta:Babel', Place(HOME, 'Meta:Babel')),
        ('m:w:sv:X', Place('sv.wikipedia.org', 'X')),
        ('#here', None),
    ],
)
def test_links_are_followed_as_on_meta(link: str, place: Place | None) -> None:
    assert WIKIS.follow(link) == place


@pytest.mark.parametrize(
    ('text', 'places'),
    [
        ('see https://sv.m.wikipedia.org/wiki/Wikipedia:Bybrunnen_(teknik)!',
         [Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen (teknik)')]),
        ('https://de.wikipedia.org/w/index.php?title=Wikipedia%3AKurier&action=edit',
         [Place('de.wikipedia.org', 'Wikipedia:Kurier')]),
        ('//discuss.example.org/t/5', [Place('', '//discuss.example.org/t/5')]),
        ('svwiki, be_x_oldwiki and nowiki', [Place('sv.wikipedia.org'), Place('be-tarask.wikipedia.org')]),
        ('EN.Wikipedia.org', [Place('en.wikipedia.org')]),
        ('[[w:eo:X|sv.wikipedia.org]]', [Place('eo.wikipedia.org', 'X')]),
        ('my grandmother. And her club', []),
    ],
)  # fmt: skip
def test_places_are_found_in_what_people_write(text: str, places: list[Place]) -> None:
    assert list(WIKIS.places_in(text)) == places


def test_a_link_to_a_place_works_without_any_prefix() -> None:
    place = Place('sv.wikipedia.org', 'Wikipedia:Fråga "x" [y]')
    link = '[//sv.wikipedia.org/wiki/Wikipedia:Fråga_%22x%22_%5By%5D Wikipedia:Fråga "x" &#91;y&#93;]'
    assert place.link == link


SIGNED = '[[User:Bo Ek|Bo]] ([[User talk:Bo Ek|talk]]) 10:12, 3 March 2026 (UTC)'


@pytest.mark.parametrize(
    ('text', 'signed', 'rest'),
    [
        (f'Yes! {SIGNED}', Signature('Bo Ek', date(2026, 3, 3)), 'Yes!'),
        ('Yes! --[[Special:Contributions/ann|x]]', Signature('Ann', None), 'Yes!'),
        ('as [[User:Ann]] said. [[user_talk:Cy]] 09:00, 30 February 2026 (UTC)', Signature('Cy', None),
         'as  said.'),
        ('nobody 10:12, 3 March 2026 (UTC)', None, 'nobody'),
    ],
)  # fmt: skip
def test_signatures(text: str, signed: Signature | None, rest: str) -> None:
    assert signature(text) == signed
    assert without_signature(text) == rest


ROWS = ''.join(
    '|-\n| ' + ' || '.join(cells) + '\n'
    for cells in (
        ('2026-03-01', 'village pump', '[[:sv:Wikipedia:Bybrunnen]]', '', '', '', '', '[[User:Bo|Bo]]',
         'sent', 'ca. 1,200', '', ''),
        ('', 'E-postlista', 'wikimedia-l', 'sv', '', '', '', '', 'föreslagen', '', '', ''),
        ('2026-04', 'bybrunn', 'svwiki <!-- hosts: sv.wikipedia.org de.wikipedia.org -->', '', '', '', '', '',
         '{{done}}', '5', '', ''),
        ('2026-05-01', 'smoke signals', '', '', '', '', 'https://en.wikipedia.org/wiki/X', ''),
        ('2026-06-01', 'forum', 'x', '', '', '', '', '', 'what?'),
    )
)  # fmt: skip


def test_what_rows_of_people_say() -> None:
    text = logpage.new_page('Outreach/Alps', say).replace('|}\n</div>', f'{ROWS}|}}\n</div>')
    read = announcements.read(logpage.parse(text, 'Log', WORDS), WORDS, WIKIS)
    assert [
        (row.date, row.channel, row.hosts, row.language, row.status, row.reach, row.by) for row in read
    ] == [
        ('2026-03-01', 'villagepump', ('sv.wikipedia.org',), 'sv', Status.SENT, 1200, 'Bo'),
        ('', 'mailinglist', (), 'sv', Status.SUGGESTED, None, ''),
        ('2026-04', 'villagepump', ('sv.wikipedia.org', 'de.wikipedia.org'), '', Status.SENT, 5, ''),
        ('2026-05-01', 'smoke signals', ('en.wikipedia.org',), 'en', Status.SENT, None, ''),
        ('2026-06-01', 'forum', (), '', None, None, ''),
    ]
    assert read[0].pages == {Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen')}
    assert announcements.unread(read) == [read[4]]


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
