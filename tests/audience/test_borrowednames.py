"""Names that are taken over from people's edits keep their authors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.audience import borrowednames
from outreach.audience.audiencelist import standing
from outreach.lists import listpages
from outreach.lists.merge import ListRevision
from outreach.pages import Page

from tests.samples.sendwiki import SendWiki, trust

HOST = 'sv.wikipedia.test'


def entries(*names: str) -> str:
    return '\n'.join(f'* {{{{#target:User talk:{name}|{HOST}}}}}' for name in names)


@pytest.fixture
def wiki() -> SendWiki:
    made = SendWiki()
    made.edit('L', entries('Ann'), 'Organizer')
    made.edit('L', entries('Ann', 'Bo'), 'Bo')
    made.edit('L', entries('Ann', 'Bo', 'Cy'), 'Eve')
    return made


def test_names_of_another_list_are_those_of_who_put_them_there(
    wiki: SendWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listpages, 'titles_of', lambda _wiki, title: (title, f'{title}/sv'))
    found = borrowednames.doubts(trust(wiki, 'Organizer'), 'L', {})
    assert [str(one) for one in found] == ['L: 1 name was put there by Eve [unvouched]']
    assert borrowednames.doubts(trust(wiki, 'Organizer', 'Eve'), 'L', {}) == []
    assert borrowednames.doubts(trust(wiki, 'Organizer'), None, {}) == []


@pytest.mark.parametrize(
    ('renamed', 'doubtful'), [({'Cy': 'New'}, True), ({'Ann': 'New'}, False), ({}, False)]
)
def test_a_renamed_account_keeps_who_put_it_there(
    wiki: SendWiki, renamed: dict[str, str], *, doubtful: bool
) -> None:
    text = entries('Ann', 'Bo', 'Cy')
    one = standing(Page('L', text, 3), [ListRevision(text, ours=False)], wiki.host)
    found = borrowednames.doubts(trust(wiki, 'Organizer'), None, {'L': replace(one, renamed=renamed)})
    assert bool(found) is doubtful
