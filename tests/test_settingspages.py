"""Which pages may be filled, and which links the wiki forbids. Reading pages is tested in tests/sandbox."""

from __future__ import annotations

from typing import Any

from outreach.problems import BadInput, Problem
from outreach.settingspages import refused_links, why_not
from outreach.wiki import Wiki


class Site:
    """What a site says of its extensions."""

    def __init__(self, *extensions: str) -> None:
        self.extensions = extensions

    def has_extension(self, name: str) -> bool:
        return name in self.extensions


class Canned(Wiki):
    """A wiki that gives one canned reply of Extension:SpamBlacklist, and keeps what it was asked."""

    def __init__(self, *extensions: str) -> None:
        self.site = Site(*extensions)
        self.asked: list[list[str]] = []

    def call(self, **parameters: Any) -> dict[str, Any]:
        self.asked.append(parameters['url'])
        bad = [link for link in parameters['url'] if 'spam.example' in link]
        result = {'result': 'blacklisted', 'matches': ['spam.example/1']} if bad else {'result': 'ok'}
        return {'spamblacklist': result}


def test_links_that_the_wiki_forbids() -> None:
    """C43; case 13"""
    links = [f'https://good.example/{number}' for number in range(25)]
    wiki = Canned('SpamBlacklist')
    assert refused_links(wiki, [*links, 'https://spam.example/1']) == {'https://spam.example/1'}
    assert [len(some) for some in wiki.asked] == [20, 6]


def test_without_that_extension_nothing_is_asked() -> None:
    wiki = Canned()
    assert refused_links(wiki, ['https://spam.example/1']) == frozenset()
    assert refused_links(Canned('SpamBlacklist'), []) == frozenset()
    assert wiki.asked == []


def test_where_a_run_may_write_is_asked_of_its_guard() -> None:
    """C9"""

    def guard(title: str) -> None:
        if not title.startswith('Outreach/'):
            raise BadInput([Problem(title, 'is elsewhere')])

    wiki = Canned()
    wiki.guard = guard
    assert (why_not(wiki, 'Outreach/News'), why_not(wiki, 'Main Page')) == ('', 'is elsewhere')
