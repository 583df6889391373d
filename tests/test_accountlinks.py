"""Whom a line names."""

from __future__ import annotations

import pytest
from outreach.accountlinks import PLAIN

from tests.samples.wikis import HOME, RESOLVER

NAMED = [
    ('[[User:Anna]]', ['Anna@meta.wikimedia.org']),
    ('[[:tr:Kullanıcı:ismail]] [[:de:User:ismail]]', ['İsmail@tr.wikipedia.org', 'Ismail@de.wikipedia.org']),
    ('[[:ka:მომხმარებელი:ალიონი]]', ['ალიონი@ka.wikipedia.org']),
    ('[[:de:Spezial:Beiträge/Bo]]', ['Bo@de.wikipedia.org']),
    ('[[Special:CentralAuth/Bo]]', ['Bo@meta.wikimedia.org']),
    ('[[User:Eva&#39;s Apple]]', ["Eva's Apple@meta.wikimedia.org"]),
    ('{{template: user_link|1=:de:User:Bo}}', ['Bo@meta.wikimedia.org']),
    ('{{ping|A|B|C}} {{Unsigned2|10:00, 1 May 2026|D}}', [f'{name}@meta.wikimedia.org' for name in 'ABCD']),
    ('{{user|Bo|w|de}}', ['Bo@de.wikipedia.org']),
    ('[[Talk:Anna]] [[User talk:]] {{unknown|Bo}} [[:wikia:User:Cem]]', []),
]


@pytest.mark.parametrize(('text', 'names'), NAMED)
def test_accounts_that_a_line_names(text: str, names: list[str]) -> None:
    assert [f'{one.name}@{one.host}' for one in RESOLVER.references(text)] == names


def test_a_wiki_is_stated_where_it_is_named() -> None:
    text = '[[User:A]] [[:de:User:B]] {{u|C}} {{u|D|lang=de}} https://meta.wikimedia.org/wiki/User:E'
    assert [one.stated for one in RESOLVER.references(text)] == [False, True, False, True, True]
    assert {one.host for one in RESOLVER.references(text)} == {HOME, 'de.wikipedia.org'}


def test_without_any_wiki_english_words_are_read() -> None:
    assert [one.name for one in PLAIN.references('[[User:a]] [[Benutzer:b]] {{u|c}}')] == ['A', 'C']
