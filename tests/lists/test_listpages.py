"""Delivery lists on their wiki: their parts, all lists of a wiki, and whom a wiki finds on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from outreach.lists import listpages
from outreach.lists.deliverylist import JSON, DeliveryList
from outreach.lists.entries import Target, TitleResolver
from outreach.names import ENGLISH
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned


class ListWiki(Canned):
    """A wiki with list pages; `tracked` are the members of its category of lists."""

    def __init__(
        self, texts: Mapping[str, str], tracked: Sequence[str] = (), category: str = 'Lists'
    ) -> None:
        super().__init__(self.reply)
        self.texts, self.tracked, self.category = texts, tracked, category

    def reply(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        kind = asked.get('list') or asked.get('meta') or asked['action']
        if kind == 'allpages':
            return {'query': {'allpages': [{'title': title} for title in self.texts]}}
        if kind == 'allmessages':
            return {'query': {'allmessages': [{'content': self.category}]}}
        if kind == 'categorymembers':
            return {'query': {'categorymembers': [{'title': title} for title in self.tracked]}}
        links = ['//sv.w.test/w/index.php?title=User_talk:%C3%85sa', '//sv.w.test/wiki/X', 'https://x.org']
        return {'parse': {'text': ' '.join(f'<a href="{link}">' for link in links)}}

    def read_many(self, titles: Sequence[str]) -> dict[str, Page]:
        return {one: Page(one, self.texts.get(one, ''), 5 if one in self.texts else 0) for one in titles}

    def read(self, title: str) -> Page:
        return self.read_many([title])[title]


def target(name: str) -> str:
    return f'{{{{target|user={name}|site=sv.w.test}}}}'


def test_parts_of_a_list_are_named_by_a_language_and_a_number() -> None:
    parts = ['L/sv', 'L/pt-br', 'L/sv/2', 'L/sv/10']
    others = ['L/sv/0', 'L/Old', 'L/sv/2/x', 'L/s', 'L/2']
    wiki = cast(Wiki, ListWiki(dict.fromkeys([*parts, *others], '')))
    assert listpages.titles_of(wiki, 'L') == ('L', *parts)


def test_pages_that_are_not_there_are_left_out_and_redirects_refused() -> None:
    wiki = cast(Wiki, ListWiki({'L/sv': target('A')}))
    assert [page.title for page in listpages.read(wiki, 'L')] == ['L/sv']
    with pytest.raises(BadInput, match='give M'):
        listpages.read(cast(Wiki, ListWiki({'L': '#REDIRECT [[M]]'})), 'L')


def test_lists_are_found_by_title_by_category_or_all() -> None:
    wiki = ListWiki({'A': target('Ann'), 'B': target('Bo')}, ['A', 'B', 'Template:Target', 'Template talk:X'])
    by_title = listpages.find_lists(cast(Wiki, wiki), 'A', ENGLISH)
    assert [page.title for page, _ in by_title] == ['A']
    everything = listpages.find_lists(cast(Wiki, wiki), '', ENGLISH)
    assert [(page.title, len(listed.targets)) for page, listed in everything] == [('A', 1), ('B', 1)]
    ((_, listed),) = listpages.find_lists(cast(Wiki, wiki), 'Category:C', ENGLISH)
    assert [one.page for one in listed.targets] == ['A', 'B', 'Template:Target', 'Template talk:X']


@pytest.mark.parametrize(('title', 'place'), [('L', 'L'), ('', 'tracking category'), ('Category:C', 'Cat')])
def test_where_there_is_no_list_it_is_said(title: str, place: str) -> None:
    with pytest.raises(BadInput, match=place):
        listpages.find_lists(cast(Wiki, ListWiki({})), title, ENGLISH)


def test_a_wiki_without_a_category_of_lists_has_none() -> None:
    assert listpages.all_lists(cast(Wiki, ListWiki({}, ['A'], '-'))) == ()


def test_targets_that_templates_bring_are_read_from_the_links_that_the_wiki_shows() -> None:
    wiki = cast(Wiki, ListWiki({}))
    found = listpages.expanded(wiki, DeliveryList('', 'meta', 'wikitext', (), 'L'))
    assert found == {Target('sv.w.test', 'User talk:Åsa')}
    assert listpages.expanded(wiki, DeliveryList('', 'meta', JSON, (), 'L')) == frozenset()


def test_lists_that_name_the_same_people_come_with_most_first() -> None:
    both, one = target('Ann') + target('Bo'), target('Ann')
    wiki = ListWiki({'A': one, 'B': both, 'C': target('Cy'), 'D': one}, ['A', 'B', 'C', 'D'])
    found = listpages.overlaps(cast(Wiki, wiki), {'Ann', 'Bo'}, TitleResolver())
    assert list(found.items()) == [('B', 2), ('A', 1), ('D', 1)]
