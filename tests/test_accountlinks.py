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


@pytest.mark.parametrize(
    'written',
    [
        'Grace Abara', 'grace_Abara', 'User:Grace Abara', 'user talk:Grace_Abara',
        '[[User:Grace Abara|Grace]]',
        ':sv:User:Grace Abara', 'sv:Användare:Grace Abara', '[[:sv:Användardiskussion:Grace Abara]]',
        'https://sv.wikipedia.org/wiki/Anv%C3%A4ndare:Grace_Abara', 'User:Grace Abara/sandbox',
        '{{u|Grace Abara}}',
    ],
)  # fmt: skip
def test_who_is_named_is_known_however_an_operator_writes_it(written: str) -> None:
    assert RESOLVER.meant(written) == 'Grace Abara'


def test_what_names_no_account_is_refused() -> None:
    assert RESOLVER.meant('Benutzerin:Ada') == 'Benutzerin:Ada', 'of no wiki: there is no such account'
    for text in ('[[Benutzerin:Ada]]', 'Talk/x', '[[Malaria]]', ''):
        with pytest.raises(ValueError, match='is no name of an account'):
            RESOLVER.meant(text)
