"""Sending one by one: caps, pauses, ends, and nobody twice whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from outreach.letters import sending
from outreach.letters.ledger import Ledger
from outreach.letters.letter import Letter, LetterChannel, LetterOutcome, LetterState
from outreach.letters.sending import Pacing, Sending, SentLetters
from outreach.problems import Stopped

from tests.letters.samples import NOW, ledger, letters

SENT = LetterOutcome(LetterState.SENT)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    opened = ledger(tmp_path)
    yield opened
    opened.close()


class Desk:
    """Sends letters with outcomes that a test says, by a clock that only pauses move."""

    def __init__(self, book: Ledger, outcomes: Sequence[LetterOutcome | Exception] = ()) -> None:
        self.book, self.outcomes, self.now = book, list(outcomes), NOW
        self.received: list[str] = []
        self.said: list[str] = []
        self.check: Callable[[Letter], str] = lambda _letter: ''

    def hand(self, letter: Letter) -> Callable[[], LetterOutcome]:
        def go() -> LetterOutcome:
            (entry,) = self.book.known(letter.recipient.identities)
            assert entry.state is LetterState.CLAIMED, 'claimed before the first byte'
            outcome = self.outcomes.pop(0) if self.outcomes else SENT
            if isinstance(outcome, Exception):
                raise outcome
            if outcome.state is LetterState.SENT:
                self.received.append(letter.recipient.address)
            return outcome

        return go

    def rest(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def clock(self) -> datetime:
        return self.now

    def send(
        self, some: Sequence[Letter], a_day: int = 100, pause: int = 0, until: time | None = None
    ) -> SentLetters:
        pacing = Pacing({LetterChannel.SMTP: a_day}, pause, until)
        hands = {LetterChannel.SMTP: self.hand}
        one = Sending(self.book, hands, self.check, pacing, self.clock, self.rest, self.said.append)
        return one.send(some)

    def states(self) -> list[LetterState]:
        return [one.state for one in self.book.entries()]


# letters: C29
def test_each_letter_is_claimed_then_handed_over_then_settled(book: Ledger) -> None:
    desk = Desk(book)
    done = desk.send(letters(3), pause=20)
    assert desk.received == ['p1@example.org', 'p2@example.org', 'p3@example.org']
    assert (dict(done.states), done.left, done.ended, done.unfinished) == (
        {LetterState.SENT: 3},
        0,
        '',
        False,
    )
    assert desk.now - NOW == timedelta(seconds=40), 'a pause between two, none behind the last'
    assert desk.said[0] == '  letter 1 (WA), by smtp: sent'
    assert not any('@' in line or 'Ann' in line for line in desk.said)


# letters: C7, T2
def test_a_full_day_says_when_it_goes_on_and_loses_nobody(book: Ledger) -> None:
    desk, some = Desk(book), letters(7)
    done = desk.send(some, a_day=3, pause=60)
    assert (len(desk.received), done.left, done.unfinished) == (3, 4, True)
    assert done.ended == (
        '3 letters went out by smtp within a day; next from 12:00 on 27 November (UTC), 2 more days'
    )
    rest = [one for one in some if not book.known(one.recipient.identities)]
    desk.now = NOW + timedelta(days=1)
    assert desk.send(rest, a_day=3).left == 3, 'room for the first of yesterday only'
    desk.now = NOW + timedelta(days=3)
    rest = [one for one in some if not book.known(one.recipient.identities)]
    assert desk.send(rest, a_day=3).left == 0
    assert sorted(desk.received) == sorted(one.recipient.address for one in some)


# letters: C7
def test_the_hour_ends_it(book: Ledger) -> None:
    desk = Desk(book)
    done = desk.send(letters(5), pause=600, until=time(12, 25))
    assert (done.left, done.ended) == (2, 'It is 12:30 (UTC), and the run was to end at 12:25')


# letters: T7
def test_a_text_that_was_edited_stops_and_what_was_sent_stays(book: Ledger) -> None:
    desk = Desk(book)

    def edited(_letter: Letter) -> str:
        if len(desk.received) == 3:
            raise Stopped('Letter was edited since the letters were approved')
        return ''

    desk.check = edited
    done = desk.send(letters(5))
    assert (done.left, desk.states()) == (2, [LetterState.SENT] * 3)
    assert 'was edited since' in done.ended


# letters: C26
def test_who_opts_out_at_the_last_moment_is_left_off(book: Ledger) -> None:
    desk = Desk(book)
    desk.check = lambda letter: 'asked on a page' if letter.recipient.user == 'Person 2' else ''
    done = desk.send(letters(3))
    assert desk.received == ['p1@example.org', 'p3@example.org']
    assert (dict(done.left_off), done.left) == ({'asked on a page': 1}, 0)


# letters: C38, C41
def test_unknown_and_a_server_that_has_enough_stop_and_a_refusal_does_not(book: Ledger) -> None:
    desk = Desk(
        book,
        [
            LetterOutcome(LetterState.REFUSED, '550 5.1.1'),
            LetterOutcome(LetterState.UNKNOWN, 'lost', stop=True),
        ],
    )
    done = desk.send(letters(4))
    assert desk.states() == [LetterState.REFUSED, LetterState.UNKNOWN]
    assert (done.left, done.ended) == (2, 'Stopped after letter 2: unknown (lost)')


# letters: C41
def test_three_refusals_of_ten_stop(book: Ledger) -> None:
    refused = LetterOutcome(LetterState.REFUSED, counts=False)
    desk = Desk(book, [refused, SENT, SENT, refused, SENT, refused])
    done = desk.send(letters(9))
    assert (done.left, done.ended) == (3, '3 of the last 6 letters were refused: look at the list first')
    assert not sending.refused_too_often(
        [LetterState.REFUSED, LetterState.REFUSED, *[LetterState.SENT] * 8, LetterState.REFUSED]
    )


# letters: C29
def test_a_stop_before_the_first_byte_sends_nothing_and_claims_nothing_for_ever(book: Ledger) -> None:
    desk = Desk(book, [Stopped('blocked')])
    (one,) = letters(1)
    done = desk.send([one])
    assert (desk.states(), done.left, done.ended) == ([LetterState.LATER], 1, 'blocked')
    assert desk.send([one]).left == 0
    assert desk.received == ['p1@example.org']


def test_pauses_are_longer_by_chance() -> None:
    assert sending.rest_for(20, 0) == timedelta(seconds=20)
    assert sending.rest_for(20, 1) == timedelta(seconds=30)
