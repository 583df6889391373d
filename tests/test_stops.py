"""A stop stands until somebody who may takes it back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from outreach.pages import Page
from outreach.problems import Stopped
from outreach.revisions import Revision
from outreach.stops import standing, watch
from outreach.wiki import Wiki

from tests.samples.sendwiki import SendWiki, as_wiki, trust


def test_a_run_that_is_stopped_says_by_whom() -> None:
    pages = {'X/stop': Page('X/stop', 'Wait.', 7, user='Ann'), 'User:Bot/stop': Page('User:Bot/stop')}
    wiki: Any = SimpleNamespace(
        host='meta.wikimedia.test', stop_pages=[*pages], read_many=lambda _titles: pages,
        blanked_stop=lambda page: '' if page.text or page.title == 'X/stop' else 'No! (by Eve; blanked)',
    )  # fmt: skip
    with pytest.raises(Stopped, match=r'^X/stop on \S+ says stop: Wait\. \(saved last by Ann\)$'):
        Wiki.check_stop_pages(wiki)
    pages['X/stop'] = Page('X/stop')
    with pytest.raises(Stopped, match=r'says stop: No! \(by Eve; blanked\)$'):
        Wiki.check_stop_pages(wiki)


@pytest.mark.parametrize(
    ('history', 'stands'),
    [
        ([('Ann', 'Wait.')], ('Wait.', 'Ann')),
        ([('Ann', 'Wait.'), ('Ann', '')], ('', '')),
        ([('Ann', 'Wait.'), ('Eve', '')], ('Wait.', 'Ann')),
        ([('Ann', 'Wait.'), ('Eve', 'Wait a little.'), ('Eve', '')], ('Wait a little.', 'Ann')),
        ([('Ann', 'Wait.'), ('Admin', '')], ('', '')),
        ([('Ann', 'Wait.'), ('Eve', ''), ('Ann', ' ')], ('', '')),
        ([('Ann', 'Wait.'), ('Admin', ''), ('Eve', 'No!'), ('Ann', '')], ('No!', 'Eve')),
        ([('Ann', None), ('Eve', '')], ('its text is hidden', 'Ann')),
        ([('', 'Wait.'), ('', '')], ('Wait.', '')),
        # whoever adds a line stops it too, and so does who may lift it and writes anew
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Eve', '')], ('x\nWait.', 'Ann')),
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Eve', ''), ('Ann', 'x'), ('Ann', '')], ('', '')),
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Ann', 'x'), ('Eve', '')], ('', '')),
        ([('Eve', 'x'), ('Admin', 'Wait.'), ('Eve', '')], ('Wait.', 'Admin')),
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Admin', '')], ('', '')),
    ],
)
def test_who_may_take_a_stop_back(history: list[tuple[str, str | None]], stands: tuple[str, str]) -> None:
    assert standing([Revision(1, 'stop', text, user=user) for user, text in history], {'Admin'}) == stands


def test_a_stop_stands_though_it_was_deleted_where_somebody_moved_it() -> None:
    wiki = SendWiki()
    wiki.holders = frozenset({'Admin'})
    ours = trust(wiki)
    watch(ours)

    def stops() -> str:
        return as_wiki(wiki).blanked_stop(as_wiki(wiki).read('X/stop'))

    assert stops() == ''
    wiki.edit('X/stop', 'Please wait.', 'Organizer')
    wiki.move('X/stop', 'User:Mallory/x')
    wiki.delete('User:Mallory/x')
    wiki.edit('X/stop', '')
    assert 'User:Mallory/x was deleted by Admin' in stops()
    wiki.edit('X/stop', 'x', 'Admin')
    wiki.edit('X/stop', '', 'Admin')
    assert stops() == ''


def test_who_may_lift_a_stop_may_delete_it_and_nobody_else() -> None:
    for holders, stands in ((frozenset({'Admin'}), False), (frozenset[str](), True)):
        wiki = SendWiki()
        wiki.holders = holders
        wiki.edit('X/stop', 'Please wait.', 'Organizer')
        wiki.delete('X/stop')
        watch(trust(wiki))
        assert bool(as_wiki(wiki).blanked_stop(as_wiki(wiki).read('X/stop'))) is stands
