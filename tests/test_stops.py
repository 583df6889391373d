"""A stop stands until somebody who may takes it back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from outreach.pages import Page
from outreach.problems import Stopped
from outreach.revisions import Revision
from outreach.sitematrix import WikiInfo
from outreach.stops import heed_close, standing, watch
from outreach.wiki import Wiki

from tests.samples.sendwiki import SendWiki, as_wiki, trust

SIGNED = '[[User:Admin|Admin]] ([[User talk:Admin|parla]]) 16:00, 27 novembre 2026 (CET)'


def test_a_run_that_is_stopped_says_by_whom() -> None:
    pages = {'X/stop': Page('X/stop', 'Wait.', 7, user='Ann'), 'User:Bot/stop': Page('User:Bot/stop')}
    wiki: Any = SimpleNamespace(
        host='meta.wikimedia.test', stop_pages=[*pages], closing=(), read_many=lambda _titles: pages,
        blanked_stop=lambda page: '' if page.title == 'X/stop' else 'No! (by Eve; blanked)',
    )  # fmt: skip
    with pytest.raises(Stopped, match=r'^X/stop on \S+ says stop: Wait\. \(saved last by Ann\)$'):
        Wiki.check_stop_pages(wiki)
    pages['X/stop'] = Page('X/stop')
    with pytest.raises(Stopped, match=r'says stop: No! \(by Eve; blanked\)$'):
        Wiki.check_stop_pages(wiki)
    pages['User:Bot/stop'] = Page('User:Bot/stop', 'Wait.\n\nGo on.', 8, user='Eve')
    with pytest.raises(Stopped, match=r'says stop: No! \(by Eve; blanked\)$'):
        Wiki.check_stop_pages(wiki)
    # where nobody reads the history, any text stops
    assert (
        Wiki(None, WikiInfo('meta', 'meta', 'en')).blanked_stop(pages['User:Bot/stop']) == 'Wait.\n\nGo on.'
    )


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
        # the line to go on counts by who adds it, on an emptied page and below what it takes back
        ([('Ann', 'Wait.'), ('Eve', ''), ('Ann', 'Go on.')], ('', '')),
        ([('Ann', 'Wait.'), ('Eve', ''), ('Admin', f'Go on. {SIGNED}')], ('', '')),
        ([('Ann', 'Wait.'), ('Admin', f'Wait.\n\nGo on. {SIGNED}')], ('', '')),
        ([('Ann', 'Wait.'), ('Eve', 'Wait.\nGo on.')], ('Wait.', 'Ann')),
        ([('Ann', 'Wait.'), ('Eve', 'Go on.')], ('Wait.', 'Ann')),
        ([('Ann', 'Wait.'), ('Eve', f'Wait.\nGo on. {SIGNED}')], (f'Wait.\nGo on. {SIGNED}', 'Ann, Eve')),
        ([('Ann', 'Wait.'), ('Eve', 'Wait.\nGo on.'), ('Admin', 'Wait.\nGo on.\nGo on.')], ('', '')),
        # who adds anything else stops, and whoever removes the line stops again what it took back
        ([('Admin', 'Go on, but not today.')], ('Go on, but not today.', 'Admin')),
        ([('Ann', 'Wait.'), ('Admin', 'Wait.\nNo!\nGo on.')], ('Wait.\nNo!', 'Ann, Admin')),
        ([('Ann', 'Wait.'), ('Admin', 'Wait.\nGo on.'), ('Eve', 'Wait.\nGo on.\nNo!')], ('No!', 'Eve')),
        ([('Ann', 'Wait.'), ('Admin', 'Wait.\nGo on.'), ('Eve', 'Wait.\nGo on.\nWait.')], ('Wait.', 'Eve')),
        ([('Ann', 'Wait.'), ('Admin', 'Wait.\nGo on.'), ('Eve', 'Wait.')], ('Wait.', 'Eve')),
        ([('Ann', 'Wait.'), ('Admin', 'Wait.\nGo on.'), ('Eve', 'Go on.')], ('', '')),
        # who writes on a page that was emptied stops the campaign too
        ([('Ann', 'Wait.'), ('Eve', ''), ('Bo', 'No!'), ('Ann', '')], ('No!', 'Bo')),
        ([('Ann', 'Wait.'), ('Eve', 'Wait. ')], ('Wait.', 'Ann')),
    ],
)
def test_who_may_take_a_stop_back(history: list[tuple[str, str | None]], stands: tuple[str, str]) -> None:
    found = standing([Revision(1, 'stop', text, user=user) for user, text in history], {'Admin'})
    assert (found.text, found.by) == stands


def test_who_took_a_stop_back_and_may_not_is_known_and_since_when_it_stands() -> None:
    def found(*saves: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
        kept = [Revision(1, 'stop', text, user=user, time=str(at)) for at, (user, text) in enumerate(saves)]
        stop = standing(kept, {'Admin'})
        return stop.since, stop.unheard

    ann = ('Ann', 'Wait.')
    assert found(ann) == ('0', ())
    assert found(ann, ('Eve', '')) == ('0', ('Eve',))
    assert found(ann, ('Eve', ''), ('Bo', 'Go on.'), ('Cy', '')) == ('0', ('Eve', 'Bo'))
    assert found(ann, ('Eve', ''), ('Bo', 'Go on.'), ('Eve', 'Go on.\nGo on.')) == ('0', ('Bo', 'Eve'))
    assert found(ann, ('Ann', ''), ann, ('Eve', '')) == ('2', ('Eve',))
    assert found(ann, ('', '')) == ('0', ('somebody hidden',))
    # it stands on the page again, or nothing stands
    assert found(ann, ('Eve', ''), ('Bo', 'No!')) == ('0', ())
    assert found(ann, ('Eve', ''), ('Ann', 'Go on.')) == ('', ())
    assert found(ann, ('Eve', ''), ('Eve', ' '))[1] == ('Eve',)


def test_a_stop_that_somebody_emptied_is_lifted_by_one_line_of_who_may() -> None:
    wiki = SendWiki()
    wiki.holders = frozenset({'Admin'})
    watch(trust(wiki))

    def stops() -> str:
        return as_wiki(wiki).blanked_stop(as_wiki(wiki).read('X/stop'))

    wiki.edit('X/stop', 'Please wait.', 'Organizer')
    wiki.edit('X/stop', '', 'No Rights')
    assert stops() == (
        'Please wait. (by Organizer; No Rights took it back, and may not lift it; '
        'whoever may lift it writes "Go on." there)'
    )
    wiki.edit('X/stop', 'Go on.', 'No Rights')
    assert 'Please wait.' in stops()
    wiki.edit('X/stop', 'Go on.\n\nGo on.', 'Organizer')
    assert stops() == ''
    wiki.edit('X/stop', 'Go on.\n\nGo on.\n\nNo, wait!', 'No Rights')
    assert stops() == 'No, wait! (by No Rights)'


def test_a_close_keeps_what_plans_or_sends_from_every_write_until_who_may_reopens_it() -> None:
    wiki = SendWiki()
    wiki.holders = frozenset({'Admin'})
    watch(trust(wiki))
    watched, pages = as_wiki(wiki), {'User:Bot/stop': Page('User:Bot/stop')}
    real: Any = SimpleNamespace(
        host='meta.wikimedia.test', stop_pages=tuple(pages), closing=(),
        read_many=lambda titles: {title: as_wiki(wiki).read(title) for title in titles},
        blanked_stop=lambda page: watched.blanked_stop(page),
    )  # fmt: skip
    real.check_stop_pages = lambda: Wiki.check_stop_pages(real)
    heed_close(real, 'X')
    watched.closing = real.closing
    wiki.edit('X/Closed', 'All is done. [[User:No Rights|No Rights]]', 'No Rights')
    with pytest.raises(
        Stopped,
        match=r'^X/Closed on \S+ says stop: All is done\. \(closed by No Rights since 2026-05-01 09:00 UTC; '
        r'they, or whoever may lift it, reopen it by "Go on\." there\)$',
    ):
        heed_close(real, 'X')
    wiki.edit('X/Closed', '', 'Mallory')
    with pytest.raises(Stopped, match=r'Mallory took it back, and may not lift it; whoever may'):
        real.check_stop_pages()
    wiki.edit('X/Closed', 'Go on.', 'Admin')
    real.check_stop_pages()
    # what only looks and records goes on
    wiki.edit('X/Closed', 'No.', 'No Rights')
    real.closing = ()
    real.check_stop_pages()


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
    wiki.edit('X/stop', 'Go on.', 'Admin')
    assert stops() == ''


def test_who_may_lift_a_stop_may_delete_it_and_nobody_else() -> None:
    for holders, stands in ((frozenset({'Admin'}), False), (frozenset[str](), True)):
        wiki = SendWiki()
        wiki.holders = holders
        wiki.edit('X/stop', 'Please wait.', 'Organizer')
        wiki.delete('X/stop')
        watch(trust(wiki))
        assert bool(as_wiki(wiki).blanked_stop(as_wiki(wiki).read('X/stop'))) is stands
