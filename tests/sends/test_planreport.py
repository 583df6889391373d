"""What send_message says of a plan on the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from outreach.lists.entries import Target
from outreach.sends.inputs import Inputs
from outreach.sends.pinnedlists import PinnedLists
from outreach.sends.planreport import approval_lines, plan_lines, prospect, send_lines, send_pages_lines
from outreach.sends.sendpages import SendPages
from outreach.sends.sendplan import make_plan
from outreach.sends.sendstate import SendState

from tests.samples.plans import CAMPAIGN, NAMES, TEXTS, one_page, readers
from tests.samples.sendwiki import SendWiki, trust

TERMS = replace(CAMPAIGN, sizes=('4', 'rest'), settings='cooldown = 30', doubts=('settings by Eve: message',))
PEOPLE = readers(*NAMES[:6])
LISTS = PinnedLists((), PEOPLE.targets, '2026-05-01T11:30:00Z')
STAND = Inputs(TERMS, LISTS, PEOPLE, (), TEXTS, (), 99, {}, {}, datetime(2026, 5, 2, tzinfo=UTC))
PLAN = make_plan(TERMS, PEOPLE, TEXTS, [])


def test_a_plan_says_who_gets_which_text_and_who_is_left_for_later() -> None:
    lines = list(plan_lines(STAND, PLAN))
    assert lines[0].startswith('6 targets on ')
    assert lines[0].endswith(', last changed 2026-05-01.')
    assert lines[1] == '  on the ground: none, so nothing is sent'
    assert [line.split()[:2] for line in lines[2:5]] == [['2', 'en:'], ['2', 'fi:'], ['2', 'sv:']]
    assert [line.endswith('M  (no text in this language)') for line in lines[2:5]] == [False, True, False]
    assert f'  2 are left for later; {STAND.cap} more may go out today' in lines
    assert not [line for line in lines if 'pages already' in line or 'held out of' in line]


def test_a_plan_says_why_others_get_nothing() -> None:
    out = Target('sv.wikipedia.test', 'User talk:Out')
    held = replace(PLAN.pages[0], held=PEOPLE.targets[4:6])
    withheld = {'blocked': (out,)}
    other = replace(PLAN, pages=(held,), withheld=withheld, taken=3, later=0, waiting=1)
    lines = list(plan_lines(STAND, other))
    assert lines[5:9] == [
        f'  1 withheld (blocked): {out}',
        '  3 are on send pages already',
        '  2 are held out of this wave',
        '  1 are held out of earlier waves, and wait for their day',
    ]


def test_what_could_be_seen_is_told_before_anything_was_sent() -> None:
    assert list(prospect(STAND))
    assert list(prospect(replace(STAND, pages=(one_page(SendState.PLANNED),))))
    assert not list(prospect(replace(STAND, pages=(one_page(SendState.SENT),))))


def test_an_approval_shows_every_target_and_every_line_of_the_text() -> None:
    pages = PLAN.pages
    lines = list(approval_lines(pages, STAND))
    assert lines[:3] == [
        f'Plan {pages[0].plan}, made by Bot: 4 targets',
        '  nobody trusted vouches for: settings by Eve: message',
        '  cooldown = 30',
    ]
    named = '\n'.join(lines)
    assert all(f'{one.host}: ' in named and one.page in named for page in pages for one in page.targets)
    assert [line for line in lines if line.startswith('    | ')].count('    | Text') == len(pages)
    assert not [line for line in lines if 'held out' in line]
    other = replace(pages[-1], settings='cooldown = 9')
    assert '  cooldown = 9' not in list(approval_lines([pages[0], other], STAND)), 'one line for a plan'
    held = replace(pages[0], held=(pages[0].targets[0],))
    assert f'    held out: {pages[0].targets[0]}' in list(approval_lines([held], STAND))


def test_a_send_page_is_told_by_its_first_and_last_target_or_a_note() -> None:
    page = one_page()
    assert list(send_lines([page])) == [f'  {page.title}: 1 target, {page.targets[0]}']
    two = replace(page, targets=PEOPLE.targets[:3])
    assert list(send_lines([two])) == [f'  {page.title}: 3 targets, {two.targets[0]} … {two.targets[2]}']
    empty = replace(page, targets=())
    assert list(send_lines([empty])) == [f'  {page.title}: 0 targets, ']
    assert list(send_lines([page], 'later')) == [f'  {page.title}: 1 target, later']


def test_a_page_that_a_stranger_wrote_is_named_and_whether_it_was_sent() -> None:
    wiki = SendWiki()
    alone, sent = (f'X/Send/{wave}/en' for wave in (1, 2))
    wiki.edit(alone, 'Hello', 'Eve')
    wiki.sent(sent, wiki.edit(sent, '{{#target:User talk:Ann|en.wikipedia.test}}', 'Eve'), user='Eve')
    lines = list(send_pages_lines(SendPages(trust(wiki), 'X', datetime(2026, 5, 2, tzinfo=UTC))))
    of = '  {}: was not written by an account that this run trusts (Eve); it {}'
    assert lines[:2] == [
        of.format(alone, 'is left alone'),
        of.format(sent, 'counts only by what the send log shows of it'),
    ]
    assert lines[2].startswith(f'  {sent}: ')
    assert lines[2].endswith('was on no plan, and was sent to')


def test_a_page_of_a_stranger_that_asks_for_a_send_is_told_with_what_to_do() -> None:
    wiki, asking = SendWiki(), replace(one_page(), state=SendState.REQUESTED)
    wiki.edit(asking.title, asking.render(), 'Eve')
    [line] = send_pages_lines(SendPages(trust(wiki), asking.campaign, datetime(2026, 5, 2, tzinfo=UTC)))
    assert 'is left alone, and asks for a send to 1 target: who follows it' in line
    assert line.endswith('have it deleted, or cancelled by whoever wrote it')
