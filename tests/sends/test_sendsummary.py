"""Send pages with their results, in the order of their waves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from outreach.lists.entries import Target
from outreach.sends import sendsummary
from outreach.sends.results import Reaction, State
from outreach.sends.sendstate import SendState, Sent
from outreach.sends.sendsummary import Send

from tests.samples.sent import send


def test_send_pages_are_put_in_the_order_of_their_waves() -> None:
    titles = [
        'A/Send/10/sv',
        'A/Send/2/sv',
        'A/Send/2/sv/Results',
        'A/Send/2/en',
        'A/Send/2.1/en',
        'A/Sending',
    ]
    assert sendsummary.send_titles(titles, 'A') == (
        'A/Send/2/en',
        'A/Send/2/sv',
        'A/Send/2.1/en',
        'A/Send/10/sv',
    )


def test_a_target_that_was_sent_to_again_counts_once() -> None:
    total = sendsummary.reach([send('1', states='df', hosts='sv'), send('1.1', states='dd', hosts='sv')])
    assert (total.sends, total.targets, total.delivered, dict(total.states)) == (
        2,
        2,
        2,
        {State.DELIVERED: 2},
    )
    assert (total.languages, total.wikis) == (('sv',), ('sv.wikipedia.org',))


def at(time: str) -> Sent:
    return Sent(datetime.fromisoformat(time), 'Bot')


def test_the_answers_of_a_wave_count_from_the_day_of_its_first_send() -> None:
    late, early = send('2', sent=at('2026-03-09T00:00:00Z')), send('2.1', sent=at('2026-03-04T23:59:59Z'))
    first, planned = send('1'), send('3', SendState.PLANNED)
    found = sendsummary.waves([late, planned, first, early])
    assert found == {'2': [early, late], '1': [first]}
    assert [some[0].date for some in found.values()] == ['2026-03-04', '2026-03-05']


def test_a_send_has_a_day_only_when_it_was_sent() -> None:
    assert send().date == '2026-03-05'
    assert send(sent=None).date == ''
    assert send(state=SendState.UNKNOWN, sent=at('2026-03-05T10:00:00Z')).date == ''


def test_wikis_come_with_those_of_most_targets_first() -> None:
    targets = [Target(f'{code}.w.org', f'User talk:{n}') for n, code in enumerate(('de', 'sv', 'sv', 'en'))]
    one = Send(replace(send().page, targets=tuple(targets)))
    assert one.hosts == ('sv.w.org', 'de.w.org', 'en.w.org')


def test_targets_without_a_result_are_unknown_once_anything_is_known() -> None:
    assert send(states='d').states == {State.DELIVERED: 1, State.UNKNOWN: 1}
    assert send().states == {}
    assert send(state=SendState.CANCELLED, states='f').states == {State.FAILED: 1}


def test_what_is_not_known_yet_is_not_counted_as_anything() -> None:
    total = sendsummary.reach([send('1', states='d', hosts='sv'), send('2', hosts='de')])
    assert (total.sends, total.targets, total.delivered) == (2, 4, 1)
    assert total.states == {State.DELIVERED: 1, State.UNKNOWN: 1}
    assert total.wikis == ('sv.wikipedia.org',)
    assert sendsummary.reach([send(state=SendState.PLANNED)]).sends == 0


def test_a_delivery_is_not_undone_by_a_later_failure() -> None:
    total = sendsummary.reach([send('1', states='dd'), send('1.1', states='ff')])
    assert total.states == {State.DELIVERED: 2}


def test_answers_are_counted_over_all_sends() -> None:
    page = send(states='dd')
    answered = replace(page.results[0], reaction=Reaction.ANSWERED)
    thanked = replace(page.results[1], reaction=Reaction.THANKED)
    assert sendsummary.answered([Send(page.page, (answered, thanked)), Send(page.page, (answered,))]) == 2
