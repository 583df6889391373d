"""Pages that options name and that are not there: all at once, each at its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach import absent
from outreach.absent import NamedPage, told_together
from outreach.campaign import EXCLUDE, LIST, read_settings
from outreach.pages import Page
from outreach.problems import BadInput, Problem, Unreachable, no_page
from outreach.settings import CAMPAIGN
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned

CAMPAIGN_PAGE = '{{Outreach campaign\n| exclude =\n* Out\n* Gone\n}}'


class Shelf(Canned):
    """A wiki with some pages, which counts how often it is asked for them."""

    def __init__(self, *there: str) -> None:
        super().__init__(self.under)
        self.there, self.reads = there, 0

    def under(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        found = [{'title': one} for one in self.there if one.startswith(asked['apprefix'])]
        return {'query': {'allpages': found}}

    def read_many(self, titles: Collection[str]) -> dict[str, Page]:
        self.reads += 1
        return {title: Page(title, 'x', int(title in self.there)) for title in titles}


def refused(shelf: Any, pages: list[NamedPage], *problems: Problem) -> list[str]:
    def work() -> int:
        raise BadInput(problems, 'No list was changed')

    with pytest.raises(BadInput) as error:
        told_together(cast(Wiki, shelf), pages, work)
    assert error.value.unwritten == 'No list was changed'
    return [str(one) for one in error.value.problems]


def test_all_that_is_not_there_is_told_with_what_is_wrong_anyway() -> None:
    given = read_settings((CAMPAIGN, LIST, EXCLUDE), ['-campaign:C', '-list:L'], lambda _: CAMPAIGN_PAGE)
    pages = [*absent.named(given, (LIST, EXCLUDE)), NamedPage('C/Message')]
    told = refused(
        Shelf('Out'),
        pages,
        Problem('names.csv, line 3', 'has 4 cells'),
        no_page('Gone', 'there is no such exclude page'),
    )
    assert told == [
        '-list:L: there is no such page',
        'C, line 4, parameter exclude: Gone: there is no such exclude page',
        'C/Message: there is no such page',
        'names.csv, line 3: has 4 cells',
    ]


def test_where_nothing_is_wrong_nothing_is_asked() -> None:
    shelf = Shelf()
    assert told_together(cast(Wiki, shelf), [NamedPage('Gone')], lambda: 1) == 1
    assert (shelf.reads, shelf.asked) == (0, [])


def test_what_stands_in_its_parts_alone_is_there_and_so_may_a_category_be() -> None:
    pages = [NamedPage('L'), NamedPage('Category:Ann'), NamedPage('Gone')]
    told = ['Gone: there is no such page', 'x: y']
    assert refused(Shelf('L/sv'), pages, Problem('x', 'y')) == told
    assert refused(Shelf('L/sv'), [NamedPage('A[b')], Problem('x', 'y')) == told[1:]


def test_a_wiki_that_does_not_answer_hides_no_problem() -> None:
    def away(_titles: Collection[str]) -> dict[str, Page]:
        raise Unreachable('en.w.test', 'is away')

    silent = SimpleNamespace(read_many=away)
    assert refused(silent, [NamedPage('L', '-list:L')], Problem('x', 'y')) == ['x: y']
