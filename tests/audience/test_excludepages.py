"""Pages that name who must not be asked, people and whole wikis."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from outreach.audience.excludepages import Excluded, excluded, names_on_page, wikis_on_pages
from outreach.farm import Farm
from outreach.names import CANONICAL, ENGLISH, Namespaces
from outreach.pages import Page
from outreach.problems import BadInput

GERMAN = Namespaces(
    {**CANONICAL, 2: 'Benutzer', 3: 'Benutzer Diskussion'},
    CANONICAL,
    {**ENGLISH.names, 'benutzer': 2, 'benutzerin': 2, 'benutzer diskussion': 3},
)

NAMED = [
    ('[[User:Ada]]', {'Ada'}),
    ('[[user talk:ada_Bo|talk]]', {'Ada Bo'}),
    ('[[User:Ada/Notes|notes]]', {'Ada'}),
    ('[[:de:Benutzerin:Ada]]', {'Ada'}),
    ('[[Benutzer Diskussion:Ada#top]]', {'Ada'}),
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
    assert names_on_page(text, 'meta.wikimedia.test', GERMAN) == names


HOSTS = frozenset({'sv.wikipedia.test', 'de.wikipedia.test'})
EXCLUDED_WIKIS = [
    ('* sv.wikipedia.test', {'sv.wikipedia.test': 'see P'}),
    (
        '* sv.wikipedia.test: asked us not to, [[w:sv:X]]',
        {'sv.wikipedia.test': 'asked us not to, [[w:sv:X]]'},
    ),
    ('#SV.wikipedia.test – said no', {'sv.wikipedia.test': 'said no'}),
    ('* [//sv.wikipedia.test Swedish] no', {'sv.wikipedia.test': 'Swedish] no'}),
    ('* https://de.wikipedia.test/wiki/X said no', {'de.wikipedia.test': '/wiki/X said no'}),
    ('* [[:sv:User:Ann]], [[w:sv:Village pump]]\nSee [[:sv:]]', {}),
    ('We asked sv.wikipedia.test in May.', {}),
    ('* We asked sv.wikipedia.test in May.', {}),
    ('<!-- * sv.wikipedia.test -->\n* [[User:Ann]], {{target|user=A|site=de.wikipedia.test}}', {}),
    ('* {{target|user=A|site=de.wikipedia.test}}\n* J.R.R. Somebody\n* e.g. nobody', {}),
]


@pytest.mark.parametrize(('text', 'wikis'), EXCLUDED_WIKIS)
def test_wikis_are_excluded_as_a_whole_with_the_reason(text: str, wikis: dict[str, str]) -> None:
    assert wikis_on_pages({'P': text}, HOSTS) == wikis


def test_a_host_that_is_no_wiki_is_refused_with_its_line() -> None:
    text = (
        'No:\n<!-- on\ntwo -->\n* sv.wikipedia.test\n* se.wikipedia.test\n* xx.wikipedia.test no\n* [[:sv:]]'
    )
    with pytest.raises(BadInput) as error:
        wikis_on_pages({'P': text}, HOSTS)
    assert [one.place for one in error.value.problems] == ['P, line 5', 'P, line 6', 'P, line 7']
    assert 'se.wikipedia.test' in error.value.problems[0].text


def exclude(**texts: str) -> Excluded:
    home = SimpleNamespace(host='meta.wikimedia.test')
    farm = cast(Farm, SimpleNamespace(home=home, by_host=dict.fromkeys(HOSTS)))
    return excluded(farm, {name: Page(name, text, 1) for name, text in texts.items()}, GERMAN)


def test_exclude_pages_add_up() -> None:
    found = exclude(A='* [[User:Ada]]\n* sv.wikipedia.test no', B='* [[User:Bo]]', C='')
    assert found == Excluded(frozenset({'Ada', 'Bo'}), {'sv.wikipedia.test': 'no'})


@pytest.mark.parametrize('text', ['* sv.wikipedia.test', 'Nobody yet.', '* [[User:Ada]]\n* and a note'])
def test_a_page_that_names_somebody_or_has_no_list_is_fine(text: str) -> None:
    assert exclude(P=text)


def test_every_list_that_names_nobody_is_refused() -> None:
    with pytest.raises(BadInput) as error:
        exclude(A='* Ada Example', B='# the other one', C='* [[User:Cy]]')
    assert [one.place for one in error.value.problems] == ['A', 'B']
