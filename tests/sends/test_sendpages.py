"""The send pages of a campaign, read together: as scripts wrote them, and as the log shows their sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from outreach.lists.entries import Target
from outreach.sends.results import Result, State, render_results, signed
from outreach.sends.sendpage import Pinned, SendPage, results_title, send_title, signed_summary, together
from outreach.sends.sendpages import SendPages
from outreach.sends.sendstate import SendState, Sent
from outreach.wikitext import new_region

from tests.samples.sendwiki import BOT, SendWiki, trust

CAMPAIGN, EN = 'Outreach/X', 'en.wikipedia.test'
NOW = datetime(2026, 5, 2, tzinfo=UTC)


def page(wave: str, language: str, *names: str, state: SendState = SendState.PLANNED) -> SendPage:
    made = SendPage(
        title=send_title(CAMPAIGN, wave, language),
        campaign=CAMPAIGN,
        wave=wave,
        language=language,
        subject='Hello',
        targets=tuple(Target(EN, f'User talk:{name}') for name in names),
        lists=(Pinned('L', 1),),
        message=Pinned('M', 2),
        digest='aa' * 8,
        planned_by=BOT,
        state=state,
        sent=Sent(NOW, BOT, 1, 1) if state is SendState.SENT else None,
    )
    return together([made])[0]


def send_pages_of(*pages: SendPage) -> tuple[SendPages, SendWiki]:
    wiki = SendWiki()
    for one in pages:
        wiki.put(one)
    return SendPages(trust(wiki), CAMPAIGN, NOW), wiki


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
        (page('correction', 'en', 'Ann', state=SendState.SENT), False),
    ],
)
def test_a_claimed_page_sees_the_pages_of_other_runs(other: SendPage, clashes: bool) -> None:  # noqa: FBT001
    ours = page('1', 'en', 'Ann', 'Cy', state=SendState.CLAIMED)
    kept, wiki = send_pages_of(ours)
    wiki.put(other)  # written after we read the book
    assert bool(kept.clash(ours)) is clashes
    assert ('User' not in kept.clash(ours)) or not clashes


def test_a_test_reaches_every_tester_in_every_language() -> None:
    kept, _ = send_pages_of(page('test', 'en', 'Ann', state=SendState.SENT))
    assert kept.clash(page('test', 'sv', 'Ann', state=SendState.CLAIMED)) == ''


def test_a_second_try_does_not_clash_with_the_first() -> None:
    first = page('1', 'en', 'Ann', state=SendState.UNKNOWN)
    second = replace(page('1.2', 'en', 'Ann', state=SendState.UNKNOWN), follows=first.title)
    third = replace(page('1.3', 'en', 'Ann', state=SendState.CLAIMED), follows=second.title)
    kept, _ = send_pages_of(first, second, third)
    assert kept.clash(third) == ''
    assert kept.clash(replace(third, follows='')) != ''


def test_only_what_changed_is_read_again() -> None:
    kept, wiki = send_pages_of(page('1', 'en', 'Ann'), page('1', 'sv', 'Bo'))
    read = wiki.texts_read
    kept.refresh()
    assert wiki.texts_read == read
    wiki.put(page('1', 'sv', 'Bo', state=SendState.SENT))
    kept.refresh()
    assert wiki.texts_read == read + 1
    assert [one.state for one in kept.pages] == [SendState.PLANNED, SendState.SENT]


def test_what_others_write_is_not_believed_and_is_told() -> None:
    mine = page('1', 'en', 'Ann')
    kept, wiki = send_pages_of(mine)
    wiki.edit(mine.title, replace(mine, targets=()).render())
    wiki.edit(f'{CAMPAIGN}/Send/2/en', page('2', 'en', 'Eve').render())
    wiki.edit(f'{CAMPAIGN}/Send/3/en', 'scribble')
    wiki.edit(f'{CAMPAIGN}/Send/notes', 'whatever')
    kept.refresh()
    assert kept.pages == (mine,)
    assert kept.edited() == {mine.title: 'Mallory'}
    assert set(kept.strangers) == {f'{CAMPAIGN}/Send/2/en', f'{CAMPAIGN}/Send/3/en'}
    assert set(kept.strangers) < kept.titles
    assert kept.contradictions() == []


def test_of_a_page_that_was_sent_the_logged_revision_counts() -> None:
    planned = page('1', 'en', 'Ann', 'Bo')
    kept, wiki = send_pages_of(planned)
    claimed = replace(planned, state=SendState.CLAIMED)
    wiki.put(claimed)
    open_ = claimed.render().replace('User talk:Bo|', 'User talk:Eve|').replace('claimed', 'planned')
    logged = wiki.edit(planned.title, open_)
    wiki.sent(planned.title, logged, subject='Other words')
    wiki.edit(planned.title, replace(planned, targets=()).render())
    kept.refresh()
    kept.read_log()
    (now,) = kept.pages
    assert now.state is SendState.SENT
    assert now.subject == 'Other words'
    assert {one.page for one in now.targets} == {'User talk:Ann', 'User talk:Eve'}
    assert {one.page for one in now.strangers} == {'User talk:Eve'}
    assert [one.title for one in kept.unsettled] == [planned.title]
    # sent once more, by somebody else
    wiki.sent(planned.title, logged, user='Eve')
    kept.read_log()
    assert [one.by for one in kept.pages[0].every_send] == [BOT, 'Eve']


def test_a_send_from_a_page_that_no_run_made_counts_as_sent_to_strangers() -> None:
    kept, wiki = send_pages_of()
    title = f'{CAMPAIGN}/Send/1/en'
    wiki.sent(title, wiki.edit(title, '{{#target:User talk:Ann|en.wikipedia.test}}'))
    kept.refresh()
    kept.read_log()
    (now,) = kept.pages
    assert (now.state, now.targets, now.strangers) == (
        SendState.SENT,
        now.strangers,
        (Target(EN, 'User talk:Ann'),),
    )


def test_a_send_from_a_page_that_somebody_moved_away_is_known_by_what_the_page_says() -> None:
    planned = page('1', 'en', 'Ann')
    kept, wiki = send_pages_of(planned)
    claimed = replace(planned, state=SendState.REQUESTED).render()
    wiki.sent('User:Mallory/x', wiki.edit('User:Mallory/x', claimed))
    wiki.sent('User:Mallory/y', wiki.edit('User:Mallory/y', claimed.replace(CAMPAIGN, 'Outreach/Y')))
    kept.read_log()
    assert set(kept.log) == {planned.title}
    (now,) = kept.pages
    assert (now.state, now.targets, now.strangers) == (SendState.SENT, planned.targets, ())
    assert kept.contradictions() == []
    # of a page that is gone nothing but the log tells
    wiki.rows = [row for row in wiki.rows if row.title != planned.title]
    kept.refresh()
    (problem,) = kept.contradictions()
    assert (problem.place, problem.text.rpartition(': ')[2]) == (
        planned.title,
        'undelete it, or move it back',
    )


def test_a_page_that_belongs_elsewhere_does_not_count() -> None:
    moved = page('1', 'en', 'Ann')
    kept, wiki = send_pages_of()
    wiki.edit(f'{CAMPAIGN}/Send/5/en', moved.render(), BOT, signed_summary('x', moved.render()))
    kept.refresh()
    assert kept.pages == ()
    assert set(kept.strangers) == {f'{CAMPAIGN}/Send/5/en'}


def test_a_page_that_somebody_moved_away_counts_where_it_was_whatever_they_write() -> None:
    asked = page('1', 'en', 'Ann', state=SendState.REQUESTED)
    kept, wiki = send_pages_of(asked)
    wiki.move(asked.title, 'User:Mallory/x')
    kept.refresh()
    assert kept.pages == (asked,)
    assert kept.edited() == {asked.title: 'Mallory'}
    targets = ('{{#target:User talk:Ann|en.wikipedia.test}}', '{{#target:User talk:Eve|en.wikipedia.test}}')
    wiki.sent('User:Mallory/x', 1)  # of somebody else's page that was there before
    wiki.log[0]['timestamp'] = '2026-05-01T08:00:00Z'
    wiki.rows[0].text = targets[1]
    wiki.sent('User:Mallory/x', wiki.edit('User:Mallory/x', '\n'.join(targets)))
    kept.refresh()
    kept.read_log()
    (now,) = kept.pages
    assert now.state is SendState.SENT
    assert [one.page for one in now.strangers] == ['User talk:Eve']
    assert kept.contradictions() == []
    assert len(now.every_send) == 1
    # once a page of ours says so, it names the entry of the log
    wiki.put(replace(asked, state=SendState.SENT, sent=now.sent))
    kept.refresh()
    kept.read_log()
    assert kept.edited() == {}
    assert [one.page for one in kept.pages[0].strangers] == ['User talk:Eve']


def deleted(state: SendState = SendState.SENT) -> tuple[SendPages, SendWiki, SendPage]:
    """Return a campaign of which a page was sent, and an administrator deleted that page."""
    kept, wiki = send_pages_of(planned := page('1', 'en', 'Ann', 'Bo'))
    wiki.sent(planned.title, wiki.put(replace(planned, state=SendState.CLAIMED)))
    if state is SendState.SENT:
        wiki.put(replace(planned, state=state, sent=Sent(NOW, BOT, 2, 1)))
    wiki.delete(planned.title)
    return kept, wiki, planned


@pytest.mark.parametrize('anew', ['nothing', 'a scribble', 'a plan of ours', 'a page of ours that was sent'])
def test_of_a_page_that_was_sent_and_deleted_nobody_is_forgotten(anew: str) -> None:
    kept, wiki, old = deleted()
    if anew == 'a scribble':
        wiki.edit(old.title, 'Nothing to see here.')
    elif anew != 'nothing':
        wiki.put(page('1', 'en', 'Cy'))
    if 'was sent' in anew:
        wiki.sent(old.title, wiki.put(page('1', 'en', 'Cy', state=SendState.CLAIMED)))
        wiki.put(replace(page('1', 'en', 'Cy', state=SendState.SENT), sent=Sent(NOW, BOT, 5, 2)))
    kept.refresh()
    kept.read_log()
    (problem,) = kept.contradictions()
    assert problem.place == old.title
    assert 'the revision that was sent is deleted: 2 (log entry 1)' in problem.text
    assert kept.lost() == [problem]
    wiki.delete(old.title, back=True)
    kept.refresh()
    kept.read_log()
    assert kept.contradictions() == []
    (now,) = kept.pages
    assert {'User talk:Ann', 'User talk:Bo'} <= {one.page for one in now.targets}


def test_a_page_of_ours_that_names_the_log_is_enough_without_the_revision_that_was_sent() -> None:
    kept, wiki, old = deleted()
    wiki.rows[2].deleted = False  # of three revisions an administrator brings back the last one
    kept.refresh()
    kept.read_log()
    assert kept.contradictions() == []
    assert kept.pages[0].targets == old.targets


def test_a_send_whose_page_the_log_hides_is_a_doubt_where_it_may_be_ours() -> None:
    kept, wiki = send_pages_of(page('1', 'en', 'Ann'))
    for number, user in enumerate((BOT, 'Mallory', '')):
        wiki.sent('L', 1, user=user)
        wiki.hide(number)
    kept.read_log()
    assert sorted(one.place for one in kept.doubts()) == [f'entry {n} of the send log' for n in (1, 3)]
    assert kept.contradictions() == []
    wiki.put(page('2', 'en', 'Bo', state=SendState.REQUESTED))
    kept.refresh()
    assert len(kept.doubts()) == 3
    assert {one.code for one in kept.doubts()} == {'hidden-send'}
    # a page of ours that names the entry says whose it is
    wiki.put(replace(page('1', 'en', 'Ann', state=SendState.SENT), sent=Sent(NOW, BOT, 1, 1)))
    kept.refresh()
    kept.read_log()
    assert len(kept.doubts()) == 2
    assert kept.pages[0].state is SendState.SENT


@pytest.mark.parametrize(
    ('days', 'asked', 'sends'), [(90, 0, 1), (91, 0, 0), (91, 120, 1), (120, 120, 1), (121, 120, 0)]
)
def test_the_log_counts_for_90_days_or_for_as_many_as_were_asked_for(
    days: int, asked: int, sends: int
) -> None:
    wiki = SendWiki()
    title = send_title(CAMPAIGN, '1', 'en')
    wiki.sent(title, wiki.edit(title, '{{#target:User talk:Ann|en.wikipedia.test}}'))
    when = datetime.fromisoformat(wiki.log[0]['timestamp'])
    kept = SendPages(trust(wiki), CAMPAIGN, when + timedelta(days=days), asked)
    assert len(kept.sends) == sends
    assert kept.titles == {title}
    assert [one.state for one in kept.pages] == [SendState.SENT] * sends


def test_the_log_is_read_back_to_the_first_send_of_the_campaign() -> None:
    wiki = SendWiki()
    planned = page('1', 'en', 'Ann')
    wiki.sent(planned.title, wiki.put(replace(planned, state=SendState.CLAIMED)))
    when = datetime.fromisoformat(wiki.log[0]['timestamp'])
    wiki.put(replace(planned, state=SendState.SENT, sent=Sent(when, BOT, 1, 1)))
    kept = SendPages(trust(wiki), CAMPAIGN, when + timedelta(days=400))
    assert [one.id for one in kept.sends] == [1]


@pytest.mark.parametrize(('day', 'clashes'), [(1, False), (3, True), (5, True)])
def test_a_correction_of_an_earlier_mistake_is_no_correction_of_this_one(day: int, clashes: bool) -> None:  # noqa: FBT001
    """The wrong send went out on the second day; what was sent rightly on the fourth changes nothing."""

    def sent(wave: str, name: str, when: int, wrong: str = '') -> SendPage:
        one = page(wave, 'en', name, state=SendState.SENT)
        return replace(one, sent=Sent(datetime(2026, 4, when, tzinfo=UTC), BOT, when, when), wrong=wrong)

    ours = page('correction', 'sv', 'Ann', state=SendState.CLAIMED)
    kept, _ = send_pages_of(
        sent('correction', 'Ann', day), sent('1', 'Ann', 2, 'the wrong list'), sent('2', 'Bo', 4), ours
    )
    assert bool(kept.clash(ours)) is clashes


def test_results_are_those_that_a_trusted_account_wrote_last() -> None:
    sent = page('1', 'en', 'Ann', state=SendState.SENT)
    kept, wiki = send_pages_of(sent)
    title = results_title(sent.title)
    assert kept.results() == {sent.title: ()}
    waiting, delivered = (
        Result(sent.targets[0], State.UNKNOWN),
        Result(sent.targets[0], State.DELIVERED, '', 7),
    )
    for one, user in ((waiting, BOT), (delivered, BOT), (waiting, 'Mallory')):
        text = new_region('results', render_results([one]))
        wiki.edit(title, text, user, signed('Checked', title, [one]))
    assert kept.results() == {sent.title: (delivered,)}


def test_a_page_of_a_stranger_that_asks_for_a_send_is_a_doubt_until_it_is_cancelled() -> None:
    asking, quiet = page('1', 'en', 'Ann', 'Bo', state=SendState.REQUESTED), page('2', 'en', 'Ann')
    kept, wiki = send_pages_of(page('1', 'sv', 'Cy'))
    for one in (asking, quiet):
        wiki.edit(one.title, one.render(), comment=signed_summary('Plan', one.render()))
    kept.refresh()
    kept.refresh()
    assert [(one.code, one.place) for one in kept.doubts()] == [('asked-by-others', asking.title)]
    assert 'by Mallory, asks for a send to 2 targets' in kept.doubts()[0].text
    wiki.edit(asking.title, replace(asking, state=SendState.CANCELLED).render())
    kept.refresh()
    assert kept.doubts() == []
    wiki.edit(asking.title, asking.render())
    kept.refresh()
    assert list(kept.asking) == [asking.title]
    wiki.sent(asking.title, len(wiki.rows), user='Eve')
    kept.read_log()
    assert kept.doubts() == []
