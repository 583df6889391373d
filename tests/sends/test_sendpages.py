"""The send pages of a campaign, read together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from outreach.lists.entries import Target
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.sends.sendpage import Pinned, SendPage, SendState, send_title
from outreach.sends.sendpages import SendPages
from outreach.wiki import Wiki

CAMPAIGN, EN = 'Outreach/X', 'en.wikipedia.test'


def page(wave: str, language: str, *names: str, state: SendState = SendState.PLANNED) -> SendPage:
    return SendPage(
        title=send_title(CAMPAIGN, wave, language),
        campaign=CAMPAIGN,
        wave=wave,
        language=language,
        subject='Hello',
        targets=tuple(Target(EN, f'User talk:{name}') for name in names),
        lists=(Pinned('L', 1),),
        message=Pinned('M', 2),
        plan='aa',
        planned_by='Bot',
        state=state,
    )


class CannedWiki:
    """A wiki that holds some pages; counts how many texts were read."""

    def __init__(self, *pages: SendPage) -> None:
        self.texts = {one.title: one.render() for one in pages}
        self.read = 0

    def query(self, **asked: Any) -> Iterator[dict[str, Any]]:
        assert asked.get('generator') == 'allpages'
        yield {'pages': [{'title': one, 'lastrevid': self.revid(one)} for one in self.texts]}

    def call(self, **asked: Any) -> dict[str, Any]:
        assert asked.get('meta') == 'siteinfo'
        return {'query': {'namespaces': {'0': {'id': 0, 'name': ''}}, 'namespacealiases': []}}

    def read_many(self, titles: Collection[str]) -> dict[str, Page]:
        self.read += len(titles)
        return {title: Page(title, self.texts[title], self.revid(title)) for title in titles}

    def revid(self, title: str) -> int:
        return hash(self.texts[title]) % 10**6 + 1


def book(*pages: SendPage) -> tuple[SendPages, CannedWiki]:
    wiki = CannedWiki(*pages)
    return SendPages(cast(Wiki, wiki), CAMPAIGN), wiki


@pytest.mark.parametrize(
    ('other', 'clashes'),
    [
        (page('2', 'sv', 'Ann', state=SendState.CLAIMED), True),
        (page('2', 'sv', 'Ann', state=SendState.SENT), True),
        (page('2', 'sv', 'Ann', state=SendState.UNKNOWN), True),
        (page('2', 'sv', 'Ann', state=SendState.REQUESTED), True),
        (page('2', 'sv', 'Ann'), False),  # its own run will see ours
        (page('2', 'sv', 'Ann', state=SendState.CANCELLED), False),
        (page('2', 'sv', 'Bo', state=SendState.SENT), False),
        (page('test', 'en', 'Ann', state=SendState.SENT), False),
    ],
)
def test_a_claimed_page_sees_the_pages_of_other_runs(other: SendPage, clashes: bool) -> None:  # noqa: FBT001
    ours = page('1', 'en', 'Ann', 'Cy', state=SendState.CLAIMED)
    kept, wiki = book(ours)
    wiki.texts[other.title] = other.render()  # written after we read the book
    assert bool(kept.clash(ours)) is clashes
    assert ('User' not in kept.clash(ours)) or not clashes


def test_a_second_try_does_not_clash_with_the_first() -> None:
    first = page('1', 'en', 'Ann', state=SendState.UNKNOWN)
    second = replace(page('1.2', 'en', 'Ann', state=SendState.UNKNOWN), follows=first.title)
    third = replace(page('1.3', 'en', 'Ann', state=SendState.CLAIMED), follows=second.title)
    kept, _ = book(first, second, third)
    assert kept.clash(third) == ''
    assert kept.clash(replace(third, follows='')) != ''


def test_only_what_changed_is_read_again() -> None:
    kept, wiki = book(page('1', 'en', 'Ann'), page('1', 'sv', 'Bo'))
    assert wiki.read == 2
    kept.refresh()
    assert wiki.read == 2
    changed = page('1', 'sv', 'Bo', state=SendState.SENT)
    wiki.texts[changed.title] = changed.render()
    kept.refresh()
    assert wiki.read == 3
    assert [one.state for one in kept.pages] == [SendState.PLANNED, SendState.SENT]


def test_broken_pages_are_all_named_and_other_pages_left_alone() -> None:
    wiki = CannedWiki()
    wiki.texts = {
        f'{CAMPAIGN}/Send/1/en': 'scribble',
        f'{CAMPAIGN}/Send/2/en': '',
        f'{CAMPAIGN}/Send/1/en/Results': 'a table',
        f'{CAMPAIGN}/Send/notes': 'whatever',
    }
    with pytest.raises(BadInput) as error:
        SendPages(cast(Wiki, wiki), CAMPAIGN)
    assert [one.place for one in error.value.problems] == [f'{CAMPAIGN}/Send/1/en', f'{CAMPAIGN}/Send/2/en']
