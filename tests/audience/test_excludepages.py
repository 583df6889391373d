"""Pages that name who must not be asked: every item excludes somebody, or is named with its line."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience import excludepages
from outreach.audience.excludepages import Excluded, names_on_page, read_page
from outreach.farm import Farm
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.sitematrix import WikiInfo

from tests.samples import naming
from tests.samples.cannedwiki import Canned
from tests.samples.wikis import RESOLVER

NAMED = [
    ('[[User:Ada]]', {'Ada'}),
    ('[[user talk:ada_Bo|talk]]', {'Ada Bo'}),
    ('[[User:Ada/Notes|notes]]', {'Ada'}),
    ('[[:de:Benutzerin:Ada]]', {'Ada'}),
    ('[[:de:Benutzer Diskussion:Ada#top]]', {'Ada'}),
    ('[[Benutzer:Ada]]', set()),
    ('{{userlist\n|Ada\n|Bo}}', {'Ada', 'Bo'}),
    ('<s>[[User:Ada]]</s> <!-- [[User:Bo]] --> <nowiki>[[User:Cy]]</nowiki>', set()),
    ('[[User:Ada|[Ada]]] [[User:Bo|B [talk]]]', {'Ada', 'Bo'}),
    ('[//de.m.wikipedia.org/wiki/BD:Ada x] //sv.wikipedia.org/w/index.php?title=User:Bo&x=1', {'Ada', 'Bo'}),
    ('https://de.wikipedia.org/wiki/Spezial:Beitr%C3%A4ge/Ada', {'Ada'}),
    ('https://en.wikipedia.org/wiki/Special:Contributions?target=Bo', {'Bo'}),
    ('[[w:sv:User:Ada]]', {'Ada'}),
    ('[[Special:Contributions/Ada]]', {'Ada'}),
    ('{{u|Ada}} {{User | Bo }} {{ping|1=Cy}}', {'Ada', 'Bo', 'Cy'}),
    ('{{target | user = Ada | site = sv.wikipedia.org }}', {'Ada'}),
    ('{{#target:User talk:Ada|sv.wikipedia.org}}', {'Ada'}),
    ('[[Malaria]] and [[Talk:Malaria]] {{u}} [[User:]]', set()),
    ('[[User:A|B]] [[User:Ａ]]', {'A', 'Ａ'}),
    ('[[User:E=mc2]] [[User:Mail@Example]] [[User:...Dotty]]', {'E=mc2', 'Mail@Example', '...Dotty'}),
    ('[[user:د. ليلى حداد]]', {'د. ليلى حداد'}),
]


@pytest.mark.parametrize(('text', 'names'), NAMED)
def test_names_in_whatever_form(text: str, names: set[str]) -> None:
    assert names_on_page(text, RESOLVER) == names


EXCLUDED_WIKIS = [
    ('* sv.wikipedia.org', {'sv.wikipedia.org': 'see P'}),
    ('* sv.wikipedia.org: asked us not to, [[w:sv:X]]', {'sv.wikipedia.org': 'asked us not to, [[w:sv:X]]'}),
    ('#SV.wikipedia.org – said no', {'sv.wikipedia.org': 'said no'}),
    ('* [//sv.wikipedia.org Swedish] no', {'sv.wikipedia.org': 'Swedish no'}),
    ('* https://de.wikipedia.org/wiki/X said no', {}),
    ('* zh.wikipedia.org/zh-tw/User:Bo', {}),
    ('* https://de.wikipedia.org/ said no', {'de.wikipedia.org': '/ said no'}),
    ('* https://de.m.wikipedia.org', {'de.wikipedia.org': 'see P'}),
    ('* https://de.wikipedia.org/wiki/Benutzer:Berta', {}),
    ('* [[:sv:User:Ann]], [[w:sv:Village pump]]\nSee [[:sv:]]', {}),
    ('We asked sv.wikipedia.org in May.', {}),
    ('* We asked sv.wikipedia.org in May.', {}),
    ('* <s>sv.wikipedia.org</s>', {}),
    ('<!-- * sv.wikipedia.org -->\n* [[User:Ann]], {{target|user=A|site=de.wikipedia.org}}', {}),
    ('* {{target|user=A|site=de.wikipedia.org}}\n* J.R.R. Somebody\n* e.g. nobody', {}),
]


@pytest.mark.parametrize(('text', 'wikis'), EXCLUDED_WIKIS)
def test_wikis_are_excluded_as_a_whole_with_the_reason(text: str, wikis: dict[str, str]) -> None:
    assert read_page(text, 'P', RESOLVER).wikis == wikis


UNREAD = """{{Shortcut|X}}
Nobody may ask these people:
* [[User:Ada]] – asked by mail
*: and her sister
* Bo Ek
* [[Benutzer:Cem]]
<!-- on
two lines -->
* dewiki
* [[:sv:]] as a whole
* se.wikipedia.org
{|
! Name
|-
| [[User:Dan]]
|-
| nobody
|}
{{userlinks|Eva}}
# <s>[[User:Fia]]</s>
* https://example.org/wiki/User:Gert
"""


def test_every_item_that_gives_nobody_is_named_with_its_line() -> None:
    found = read_page(UNREAD, 'P', RESOLVER)
    assert found.names == {'Ada', 'Dan', 'Eva'}
    lines = [int(one.place.rpartition(' ')[2]) for one in found.unread]
    assert lines == [1, 5, 6, 9, 10, 11, 16, 21]
    assert [one.place for one in found.lifted] == ['P, line 20']
    assert 'database name' in found.unread[3].text
    assert 'there is no such wiki' in found.unread[5].text


BESIDE = [
    ('* [[User:Ada]], Bo Ek', 'Bo Ek', {}),
    ('* Bo, [[User:Ada]]', 'Bo', {}),
    ('* {{u|Ada}} and Bo', 'Bo', {}),
    ('* [[User:Ada]] / აკა', 'აკა', {}),
    ('* [[User:Ada]], [[Benutzer:Bo]]', 'Benutzer:Bo', {}),
    ('* [[User:Ada]], sv.wikipedia.org', 'sv.wikipedia.org', {}),
    ('* [[User:Ada]], svwiki', 'svwiki', {}),
    ('* sv.wikipedia.org – told by [[User:Ada]]', '', {'sv.wikipedia.org'}),
    ('* [[User:Ada]], asked by mail', '', {}),
    ('* [[User:Ada]] – Bo said so', '', {}),
    ('* [[User:Ada]] ([[User talk:Ada|talk]]) 12:00, 3 May 2026 (UTC)', '', {}),
    ('* [[User:Ada]] and [[User:Bo]]', '', {}),
    ('* [[User:Ada]], Jean-Luc', 'Jean-Luc', {}),
    ("* [[User:Ada]], O'Brien d'Arcy", "O'Brien d'Arcy", {}),
    ('* [[User:Ada]]; Juan de la Cruz', 'Juan de la Cruz', {}),
    ('* [[User:Ada]], jdoe', 'jdoe', {}),
    ('* [[User:Ada]], @Bo', '@Bo', {}),
    ('* [[User:Ada]], [[Bo]]', '[[Bo]]', {}),
    ('* [[User:Ada]], {{nobody knows|Bo}}', '{{nobody knows|Bo}}', {}),
    ('* {{no ping|Ada}}', '', {}),
    ('* [[User:Ada]] ([[User talk:Ada|talk]]), Bo', 'Bo', {}),
    ('* [[User:Ada]]: told Bo, Cem and Dan', '', {}),
    ('* sv.wikipedia.org, de.wikipedia.org: [[User:Ada]]', 'de.wikipedia.org', {'sv.wikipedia.org'}),
    ('{|\n|-\n| [[User:Ada]] || Bo\n|}', 'Bo', {}),
    ('{|\n|-\n| \n* [[User:Ada]]\n* Bo\n|}', 'Bo', {}),
    ('{|\n! User !! Country\n|-\n| [[User:Ada]] || Sweden\n|}', '', {}),
    ('{|\n! Country !! User\n|-\n| Sweden || [[User:Ada]]<br>\nBo\n|}', 'Bo', {}),
    ('* [https://de.wikipedia.org/wiki/Benutzer:Ada Ada]', '', {}),
]


@pytest.mark.parametrize(('text', 'said', 'wikis'), BESIDE)
def test_what_stands_beside_a_person_is_read_or_told(text: str, said: str, wikis: set[str]) -> None:
    found = read_page(text, 'P', RESOLVER)
    assert 'Ada' in found.names
    assert [one.text.rpartition(': ')[2] for one in found.unread] == ([repr(said)] if said else [])
    assert set(found.wikis) == set(wikis)


BARE = [
    ('Tobias Finch\nBo', [1, 2], set()),
    (
        'Lead of the page.\n\nTobias Finch\n\n== Wikis ==\nsv.wikipedia.org\nდათო',
        [3, 7],
        {'sv.wikipedia.org'},
    ),
    ('svwiki', [1], set()),
    ('[[User:Ada]]\nBo Ek', [2], set()),
    ('We thank these people:\n[[Benutzer:Cem]]', [2], set()),
    ('Who asked to be left out\nin the years behind us, as\nTobias Finch', [], set()),
    ('{{Excluded people\n|Bo\n|Cem\n}}\n[[User:Ada]]', [1], set()),
    ('{{Excluded people\n|[[User:Ada]]\n|Bo\n|title=No\n}}', [1], set()),
    ('{{Box|\n* [[User:Ada]]\n* Bo\n}}', [3], set()),
    ('{{Box|\n* [[User:Ada]]\n* Bo }}', [3], set()),
    ('{{Box|\n* Bo }}', [2], set()),
    ('* {{userlist\n|Bo\n|Cem}}\n{{userlist\n|Dan\n}}', [], set()),
    ('{{Excluded people|Bo|Cem', [1], set()),
    ("'''Bo'''\n\nBo<br>Cem\n\nBo, Cem, Dan, Eva, Fia Gia", [1, 3, 5], set()),
    ('<div>\nBo\n</div>\n<ul>\n<li>Cem</li>\n<li>[[User:Ada]]</li>\n</ul>', [2, 5], set()),
    ('1. Bo\n2. Cem\n\n- Dan\n(Eva)', [1, 2, 4, 5], set()),
    ('We do not write to these people.\n* [[User:Ada]]\n[[Category:Lists]]', [], set()),
]


@pytest.mark.parametrize(('text', 'lines', 'wikis'), BARE)
def test_lines_without_a_mark_are_read_or_told(text: str, lines: list[int], wikis: set[str]) -> None:
    found = read_page(text, 'P', RESOLVER)
    assert [int(one.place.rpartition(' ')[2]) for one in found.unread] == lines
    assert set(found.wikis) == wikis


TITLES = [
    ('User:Ada', {'Ada'}, ''),
    ('Do not ask:\nUser:Ada\nUser talk:Bo', {'Ada', 'Bo'}, ''),
    ('We do not write to User:Ada.', {'Ada'}, ''),
    ('* User:Ada User:Bo\n* [[User:Cem]] User:Dan', {'Ada', 'Bo', 'Cem', 'Dan'}, ''),
    ('== User:Ada ==\nde:Benutzerin:Bo<br>User:Cem', {'Ada', 'Bo', 'Cem'}, ''),
    ("* w:de:BD:Ada\n'''User_talk:Bo''' – by mail", {'Ada', 'Bo'}, ''),
    ('User:Ada asked us not to', set(), 'Ada'),
    ('User:Ada Ek\nUser:Bo', {'Bo'}, 'Ada'),
    ('* User:Ada, Bo Ek', {'Ada'}, 'Bo Ek'),
    ('User:Ada\nBo Ek', {'Ada'}, 'Bo Ek'),
    ('* [[User:Ada]] Bo Ek', {'Ada'}, 'Bo Ek'),
    ('<s>User:Ada</s> <!-- User:Bo --> [[Talk:User:Cem]] 12:00, 3 May 2026 (UTC)', set(), ''),
]


@pytest.mark.parametrize(('text', 'names', 'said'), TITLES)
def test_titles_without_brackets_are_read_or_told(text: str, names: set[str], said: str) -> None:
    found = read_page(text, 'P', RESOLVER)
    assert found.names == names
    assert [one.text.rpartition(': ')[2] for one in found.unread] == ([repr(said)] if said else [])


# how people name somebody: forms that can be read, then forms that cannot; entries of lists are read here too
READ = (
    *naming.READ,
    'User:{}',
    'w:sv:Användardiskussion:{}',
    '{{{{target|user={}|site=de.wikipedia.org}}}}',
    '{{{{#target:User talk:{}}}}}',
    '{{{{userlist\n|{}\n}}}}',
)
FORMS = (*READ, '{}', *naming.UNREAD, *naming.STRUCK)
PLACES = (
    '* {}',
    '# {}',
    '*{} – said no',
    ': {}',
    '; {}',
    '{{|\n! Name\n|-\n| {}\n|}}',
    '** {}',
    '* As asked: {}',
    '{{{{Excluded people\n|{}\n}}}}',
)


@given(st.lists(st.tuples(st.sampled_from(FORMS), st.sampled_from(PLACES)), min_size=2, max_size=4))
@settings(max_examples=300, deadline=None)
def test_who_is_named_is_excluded_or_said(forms: list[tuple[str, str]]) -> None:
    names = [f'Person{number}' for number in range(len(forms))]
    items = [place.format(form.format(name)) for (form, place), name in zip(forms, names, strict=True)]
    text = '\n'.join(items)
    found = read_page(text, 'P', RESOLVER)
    lines = text.split('\n')
    said = {int(one.place.rpartition(' ')[2]) for one in (*found.unread, *found.lifted)}
    told = '\n'.join(lines[number - 1] for number in said)
    # in a table the row is named, which begins a line above
    told += '\n'.join(lines[number] for number in said if number < len(lines))
    for name in names:
        assert name in found.names or name in told
    assert not found.wikis


@pytest.mark.parametrize('between', [', ', ' and ', '; ', ' / ', ' & ', '، ', ' ', '<br>'])
def test_of_two_people_in_one_item_each_is_excluded_or_said(between: str) -> None:
    for one in FORMS:
        for other in FORMS:
            if '\n' in one + other:
                continue
            item = f'* {one.format("Person1")}{between}{other.format("Person2")}'
            found = read_page(item, 'P', RESOLVER)
            told = ' '.join(problem.text for problem in (*found.unread, *found.lifted))
            for name in ('Person1', 'Person2'):
                assert name in found.names or name in told, item


@pytest.mark.parametrize(
    'place', ['{}', 'We leave out {}.', '== {} ==', '{{|\n| {}\n|}}', 'A word.\n{}\nMore']
)
def test_who_can_be_read_is_read_wherever_they_stand(place: str) -> None:
    for form in READ:
        assert 'Ada' in read_page(place.format(form.format('Ada')), 'P', RESOLVER).names


def test_names_are_read_alike_in_every_pair_of_forms() -> None:
    for one in READ:
        for other in READ:
            text = f'* {one.format("Ada")}\n* {other.format("Bo")}'
            assert {'Ada', 'Bo'} <= read_page(text, 'P', RESOLVER).names


class FarmOf:
    """A farm of one wiki that answers; the others are never asked."""

    def __init__(self, home: Canned) -> None:
        self.home = home
        hosts = (home.host, 'de.wikipedia.org')
        self.by_dbname = {f'{host}wiki': WikiInfo(f'{host}wiki', host, 'en') for host in hosts}
        self.by_host = {one.host: one for one in self.by_dbname.values()}

    def wiki(self, host: str) -> Canned:
        assert host == self.home.host
        return self.home


def test_a_line_that_cannot_be_read_loses_nobody() -> None:
    """What the page said when it could last be read whole still holds."""
    texts = ['* [[User:Ada]]\n* Bo', '* Ada', '* [[User:Ada]]\n* de.wikipedia.org', '* [[User:Cem]]']

    def answer(_: Any) -> dict[str, Any]:
        found = [
            {
                'revid': 9 - at,
                'timestamp': '2026-01-01T00:00:00Z',
                'tags': [],
                'slots': {'main': {'content': text, 'contentmodel': 'wikitext'}},
            }
            for at, text in enumerate(texts)
        ]
        return {'query': {'pages': [{'title': 'P', 'revisions': found}]}}

    wiki = Canned(answer)
    farm = cast(Farm, FarmOf(wiki))
    found = excludepages.excluded(farm, {'P': Page('P', texts[0], 9)})
    assert found.names == {'Ada'}
    assert found.wikis == {'de.wikipedia.org': 'see P'}
    assert [one.place for one in found.unread] == ['P, line 2']
    assert excludepages.excluded(farm, {'P': Page('P', texts[2], 9)}).unread == ()
    assert len(wiki.asked) == 1
    texts[1:] = ['* Cem']
    with pytest.raises(BadInput, match='P, line 1'):
        excludepages.excluded(farm, {'P': Page('P', '* Ada', 9)})


def test_what_several_pages_say_is_put_together() -> None:
    first, second = Excluded(frozenset({'A'}), {'x': '1'}), Excluded(frozenset({'B'}), {'x': '2'})
    both = excludepages.together([first, second])
    assert both.names == {'A', 'B'}
    assert both.wikis == {'x': '1'}


def test_an_item_that_gives_nobody_is_shown_up_to_80_characters() -> None:
    (one,) = read_page(f'* {"x" * 100}', 'P', RESOLVER).unread
    assert one.text.endswith(f': {"x" * 80!r}')
