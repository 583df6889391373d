"""Which pages belong to a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import pytest
from outreach.lists import listpages
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned

UNDER = ('Check', 'Nordic', 'be-tarask', 'sv', 'sv/2', 'sv/0', 'sv/2/3', 's')


class Lists(Canned):
    """A wiki with a list that has these pages under it."""

    def __init__(self, text: str = '') -> None:
        super().__init__(self.titles)
        self.text = text

    def titles(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        assert asked['apprefix'] == 'L/'
        return {'query': {'allpages': [{'title': f'L/{name}'} for name in UNDER]}}

    def read_many(self, titles: Iterable[str]) -> dict[str, Page]:
        return {title: Page(title, self.text, revid=0 if title == 'L/sv' else 5) for title in titles}


def test_the_parts_of_a_list_are_named_by_a_language() -> None:
    assert listpages.titles_of(cast(Wiki, Lists()), 'L') == ('L', 'L/be-tarask', 'L/sv', 'L/sv/2')


def test_only_pages_that_exist_are_read() -> None:
    assert [page.title for page in listpages.read(cast(Wiki, Lists()), 'L')] == [
        'L',
        'L/be-tarask',
        'L/sv/2',
    ]


def test_a_list_that_only_points_elsewhere_is_refused() -> None:
    with pytest.raises(BadInput, match='is a redirect; give M'):
        listpages.read(cast(Wiki, Lists('#REDIRECT [[M]]')), 'L')
