"""Places: links as on Meta, hosts and addresses in what people write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.names import ENGLISH, Namespaces
from outreach.promotion.places import Place

from tests.samples.logs import HOME, WIKIS


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


def test_a_platform_is_its_address_or_its_name() -> None:
    assert Place('', 'https://lists.example.org/x').link == 'https://lists.example.org/x'
    assert Place('', 'Radio [x]').link == 'Radio &#91;x&#93;'
    assert Place('sv.wikipedia.org').link == '[//sv.wikipedia.org/wiki/ sv.wikipedia.org]'
    assert Place('sv.wikipedia.org').cell == '[//sv.wikipedia.org/wiki/ sv.<wbr>wikipedia.<wbr>org]'
    assert Place('a.org', 'B c.d').cell == Place('a.org', 'B c.d').link
    assert Place('', 'Radio').cell == 'Radio'
    assert (Place('a.org', 'B').key, Place('a.org').key, Place('', 'B').key) == ('a.org B', 'a.org', 'B')


@pytest.mark.parametrize(
    ('host', 'language'),
    [('sv.wikipedia.org', 'sv'), ('commons.wikimedia.org', ''), (HOME, ''), ('no.such.org', '')],
)
def test_only_wikis_in_one_language_have_one(host: str, language: str) -> None:
    assert WIKIS.language(host) == language


@pytest.mark.parametrize(
    ('place', 'may'),
    [
        (Place('sv.wikipedia.org'), True),
        (Place('', 'https://lists.example.org/x'), True),
        (Place('sv.wikipedia.org', 'Bybrunnen'), True),
        (Place('sv.wikipedia.org', 'Project:Bybrunnen'), True),
        (Place('sv.wikipedia.org', 'File:Map.svg'), False),
        (Place('sv.wikipedia.org', 'User talk:Bo'), False),
    ],
)
def test_nothing_is_announced_on_a_file_or_to_a_single_person(place: Place, *, may: bool) -> None:
    assert WIKIS.may_hold(place) is may


def test_namespaces_are_those_of_the_wiki_and_asked_for_only_where_there_may_be_one() -> None:
    asked: list[str] = []
    german = replace(ENGLISH, names={**ENGLISH.names, 'datei': 6, 'benutzerin': 2})

    def look(host: str) -> Namespaces:
        asked.append(host)
        return german

    wikis = replace(WIKIS, look=look)
    host = 'de.wikipedia.org'
    pages = ('Kurier', 'Datei:Karte.svg', 'Benutzerin:Ada', 'Autorenportal:Ada')
    assert [wikis.may_hold(Place(host, page)) for page in pages] == [True, False, False, True]
    assert asked == [host] * 3
