"""Who stands behind a plan, and who may edit what it rests on."""

from __future__ import annotations

from dataclasses import replace

from outreach.lists.entries import Target, TitleResolver
from outreach.sends.inputs import Request, vouching_of
from outreach.sends.sendpage import Pinned
from outreach.sends.sendstate import SendState
from outreach.sends.vouching import Vouching

from tests.samples.plans import TEXTS, readers
from tests.samples.sendwiki import BOT, SendWiki, trust
from tests.sends.test_sendpages import EN, page


def test_the_plan_shows_who_may_edit_what_it_rests_on() -> None:
    wiki = SendWiki()
    waits, sent = page('2', 'en', 'Bo'), page('1', 'en', 'Ann', state=SendState.SENT)
    for title in ('Outreach/X', 'No', 'Outreach/X/stop', f'User:{BOT}/stop'):
        wiki.edit(title, 'text', 'Organizer')
    for one in (waits, sent):
        wiki.put(one)
    wiki.protected = {waits.title: 'autoconfirmed', 'Outreach/X/stop': 'sysop'}
    wanted = Request('Outreach/X', 'L', 'M', exclude=('No', 'Missing'))
    found = vouching_of(trust(wiki), wanted, (), TEXTS, readers(), [sent, waits], TitleResolver())
    assert {one.title: one.protected for one in found.last} == {
        'Outreach/X': '',
        'No': '',
        'Outreach/X/stop': 'only sysop may edit it',
        f'User:{BOT}/stop': '',
        waits.title: 'only autoconfirmed may edit it',
    }


def listed(*names: str) -> str:
    return '\n'.join(f'* {{{{#target:User talk:{name}|{EN}}}}}' for name in names)


def look(wiki: SendWiki, *lists: str, **pinned: int) -> tuple[Vouching, set[str]]:
    """Return who vouches for lists, and who is back on them of a page that was planned from these."""
    planned = replace(
        page('1', 'en', 'A', 'B', 'C', 'S'), lists=tuple(Pinned(*one) for one in pinned.items())
    )
    pins = tuple(Pinned(title, newest.id) for title in lists if (newest := wiki.newest(title)))
    found = vouching_of(
        trust(wiki, 'Organizer'),
        Request('Outreach/X', 'L', 'M'),
        pins,
        TEXTS,
        readers(),
        [planned],
        TitleResolver(),
    )
    return found, {one.page.removeprefix('User talk:') for one in found.put_back(planned)}


def test_who_was_taken_off_since_the_plan_and_put_back_by_others_counts_as_theirs() -> None:
    wiki = SendWiki()
    wiki.edit('L', listed('A', 'B', 'C'), BOT)
    plan = wiki.edit('L', listed('A', 'B', 'C', 'S'))  # S was put there by a stranger, and is in the plan
    assert look(wiki, 'L', L=plan)[1] == set()
    wiki.edit('L', listed('A', 'C', 'S'))
    wiki.edit('L', listed('A', 'B', 'C', 'S'), 'Dan')  # who undoes vandalism speaks for nobody
    assert look(wiki, 'L', L=plan)[1] == set()
    wiki.edit('L', listed('B', 'C', 'S'), 'Organizer')
    wiki.edit('L', f'Words.\n{listed("B", "S")}', 'Organizer')
    wiki.edit('L', listed('A', 'B', 'C', 'S'))
    assert look(wiki, 'L', L=plan)[1] == {'A', 'C'}
    wiki.edit('L', listed('B', 'C', 'S'), 'B')
    wiki.edit('L', listed('A', 'B', 'C', 'S'), 'A')  # who wants to be there says so
    assert look(wiki, 'L', L=plan)[1] == {'C'}
    wiki.edit('L', listed('a', 'B', 'C', 'S'))  # the same person in another form is still the same
    assert look(wiki, 'L', L=plan)[1] == {'C'}


def test_who_was_taken_off_one_list_is_not_put_back_by_another() -> None:
    wiki = SendWiki()
    plan = wiki.edit('L', listed('A', 'B', 'C', 'S'), BOT)
    wiki.edit('L', listed('B', 'C', 'S'), 'Organizer')
    wiki.edit('L/sv', listed('A'))
    found, back = look(wiki, 'L', 'L/sv', L=plan)
    assert back == {'A'}
    assert found.added == {'Mallory': (Target(EN, 'User talk:A'),)}
    assert f'  names added since the last plan: 1 by Mallory (User talk:A@{EN})' in found.lines()
