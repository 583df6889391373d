"""Where links and web addresses lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.linktargets import addresses, host_of, links, tidy

from tests.samples.wikis import HOME, RESOLVER

FOLLOWED = [
    ('Talk:X', (HOME, 'Talk:X')),
    (':de:Wikipedia:Kurier', ('de.wikipedia.org', 'Wikipedia:Kurier')),
    ('w:sv:X', ('sv.wikipedia.org', 'X')),
    ('m:w:sv:', ('sv.wikipedia.org', '')),
    ('outreach:GLAM/Newsletter', ('outreach.wikimedia.org', 'GLAM/Newsletter')),
    ('nb:X', ('no.wikipedia.org', 'X')),
    (':es:Wikipedia:Caf%C3%A9', ('es.wikipedia.org', 'Wikipedia:Café')),
    (':de：Benutzer：A：b', ('de.wikipedia.org', 'Benutzer:A：b')),
    ('wikia:User:X', None),
]


@pytest.mark.parametrize(('target', 'place'), FOLLOWED)
def test_links_are_followed_by_the_maps_of_the_wikis(target: str, place: tuple[str, str] | None) -> None:
    assert RESOLVER.follow(target) == place


ADDRESSES = [
    ('https://de.wikipedia.org/wiki/Benutzer:A_b', ('de.wikipedia.org', 'Benutzer:A b')),
    ('//de.m.wikipedia.org/wiki/X', ('de.wikipedia.org', 'X')),
    ('https://m.wikidata.org/wiki/Wikidata:Project_chat', ('www.wikidata.org', 'Wikidata:Project chat')),
    ('http://mediawiki.org/wiki/X', ('www.mediawiki.org', 'X')),
    ('https://www.de.wikipedia.org/wiki/X', ('de.wikipedia.org', 'X')),
    ('https://zh.wikipedia.org/zh-tw/User:Bo', ('zh.wikipedia.org', 'User:Bo')),
    ('https://meta.wikimedia.org/?title=User:Cem&x=1', (HOME, 'User:Cem')),
    ('https://meta.wikimedia.org/w/index.php/User:Cem', (HOME, 'User:Cem')),
    ('//en.wikipedia.org/wiki/Special:Log?user=D', ('en.wikipedia.org', 'Special:Log/D')),
    ('https://en.wikipedia.org', ('en.wikipedia.org', '')),
    ('https://en.wikipedia.org/wiki/%FC', None),
    ('https://example.org/wiki/X', None),
    ('//℀/x', None),
    ('https://[/x', None),
]  # fmt: skip


@pytest.mark.parametrize(('address', 'place'), ADDRESSES)
def test_addresses_of_the_farm(address: str, place: tuple[str, str] | None) -> None:
    assert RESOLVER.at_address(address) == place


def test_labels_may_hold_brackets() -> None:
    found = [
        (one.target, one.label)
        for one in links('[[A|[b] c]] [[D|[d]]] [[E]] [[F|g [[H]] [[I\nJ]] [[K|l\nm]]')
    ]
    assert found == [('A', '[b] c'), ('D', '[d]'), ('E', ''), ('H', ''), ('K', 'l\nm')]


def test_addresses_end_where_the_sentence_does() -> None:
    text = '(see https://a.org/x_(y)), [//b.org/z the site], https://c.org/q.'
    assert [one.target for one in addresses(text)] == ['https://a.org/x_(y))', '//b.org/z', 'https://c.org/q']
    assert [text[one.start : one.end] for one in addresses(text)][1] == '[//b.org/z the site]'


def test_hosts_of_other_views() -> None:
    known = {'de.wikipedia.org', 'www.wikidata.org'}.__contains__
    asked = ('DE.wikipedia.org.', 'm.wikidata.org', 'wikidata.org', 'x.org')
    assert [host_of(one, known) for one in asked] == [
        'de.wikipedia.org', 'www.wikidata.org', 'www.wikidata.org', '',
    ]  # fmt: skip


def test_only_the_first_wide_colon_is_one_of_ours() -> None:
    assert tidy('User：A：b') == 'User:A：b'
    assert tidy('Benutzer:A：b') == 'Benutzer:A：b'
    assert tidy('A%20&amp;\u200e_b') == 'A &_b'


@given(st.text('[]|{}:/.a\n<', max_size=40))
def test_any_text_is_read(text: str) -> None:
    for one in (*links(text), *addresses(text)):
        assert text[one.start : one.end].strip()
