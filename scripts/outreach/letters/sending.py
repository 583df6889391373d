"""Sending the letters of a plan one by one: claimed, handed over, settled; with caps, pauses and an end.

What decides is pure: when the next may go out, when there were too many refusals. The loop asks and obeys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from outreach.letters.ledger import DAY, Ledger
from outreach.letters.letter import Letter, LetterChannel, LetterOutcome, LetterState
from outreach.problems import Stopped
from outreach.words import counted

# as mail merges do: three refusals of ten stop, for a list that is bad harms the sender's name
REFUSALS, OF_LAST = 3, 10

# opens what a letter needs (a session, a look at the stop page), and returns what hands it over once
Hand = Callable[[Letter], Callable[[], LetterOutcome]]


def hour(text: str) -> time:
    """Read a time of the day, such as 18:00; raise ValueError for anything else."""
    try:
        return datetime.strptime(text.strip(), '%H:%M').replace(tzinfo=UTC).time()
    except ValueError:
        raise ValueError('must be a time such as 18:00') from None


@dataclass(frozen=True)
class Pacing:
    """How many letters a day by each channel, how many seconds between two, and when to end for today."""

    a_day: Mapping[LetterChannel, int]
    pause: int = 0
    until: time | None = None


@dataclass
class SentLetters:
    """What a run did: outcomes by state, who was left off at the last moment, and why it ended early."""

    states: Counter[LetterState] = field(default_factory=Counter)
    left_off: Counter[str] = field(default_factory=Counter)
    left: int = 0
    ended: str = ''

    @property
    def unfinished(self) -> bool:
        """Return whether something went otherwise than it should: the exit code tells."""
        return bool(self.ended or set(self.states) - {LetterState.SENT})


def next_moment(tries: Sequence[str], cap: int, now: datetime) -> datetime:
    """Return when the next letter may go out: now, or a day after the one that makes room."""
    if len(tries) < cap:
        return now
    return max(now, datetime.fromisoformat(tries[-cap]) + DAY)


def days_needed(left: int, cap: int) -> int:
    """Return for how many more days the letters that are left will do."""
    return -(-left // cap)


def refused_too_often(last: Sequence[LetterState]) -> bool:
    """Return whether so many of the last letters were refused that nothing more should go out."""
    return list(last[-OF_LAST:]).count(LetterState.REFUSED) >= REFUSALS


def too_late(now: datetime, until: time | None) -> bool:
    """Return whether it is later than the hour at which the run is to end."""
    return until is not None and now.timetz().replace(tzinfo=None) >= until


class Sending:
    """Sends letters: `hands` by channel, `check` looks once more at each letter, `clock` tells the time,
    `rest` waits, `tell` says what happens. Nothing in it names a person.
    """

    def __init__(
        self,
        ledger: Ledger,
        hands: Mapping[LetterChannel, Hand],
        check: Callable[[Letter], str],
        pacing: Pacing,
        clock: Callable[[], datetime],
        rest: Callable[[int], None],
        tell: Callable[[str], None],
    ) -> None:
        self.ledger, self.hands, self.check = ledger, hands, check
        self.pacing, self.clock, self.rest, self.tell = pacing, clock, rest, tell
        self._last: list[LetterState] = []

    def send(self, letters: Sequence[Letter]) -> SentLetters:
        """Send them in order until all are done or something says to end; whoever is left waits."""
        done = SentLetters()
        for at, letter in enumerate(letters):
            done.ended = self._why_end(letter, len(letters) - at)
            try:
                reason = '' if done.ended else self.check(letter)
                stop = '' if done.ended or reason else self._one(letter, done)
            except Stopped as error:
                done.ended = str(error)
            done.left = len(letters) - at
            if done.ended:
                return done
            done.left -= 1
            if reason:
                done.left_off[reason] += 1
                continue
            if stop:
                done.ended = stop
                return done
            if done.left:
                self.rest(self.pacing.pause)
        return done

    def _why_end(self, letter: Letter, left: int) -> str:
        now = self.clock()
        if too_late(now, self.pacing.until):
            return f'It is {now:%H:%M} (UTC), and the run was to end at {self.pacing.until:%H:%M}'
        if refused_too_often(self._last):
            last = len(self._last[-OF_LAST:])
            return f'{REFUSALS} of the last {counted(last, "letter")} were refused: look at the list first'
        cap = self.pacing.a_day[letter.channel]
        when = next_moment(self.ledger.tries(letter.channel, now), cap, now)
        if when <= now:
            return ''
        more = f', {counted(days_needed(left, cap), "more day")}' if left > cap else ''
        told = f'{counted(cap, "letter")} went out by {letter.channel.value} within a day'
        return f'{told}; next from {when:%H:%M on %d %B} (UTC){more}'

    def _one(self, letter: Letter, done: SentLetters) -> str:
        """Send one letter; return why no other may follow, or ''."""
        go = self.hands[letter.channel](letter)
        now = self.clock()
        number = self.ledger.claim(letter, now)
        try:
            outcome = go()
        except Stopped:
            self.ledger.settle(
                number, LetterOutcome(LetterState.LATER, 'the run was stopped', counts=False), now
            )
            raise
        self.ledger.settle(number, outcome, now)
        done.states[outcome.state] += 1
        self._last.append(outcome.state)
        became = outcome.state.value + (f' ({outcome.code})' if outcome.code else '')
        self.tell(f'  letter {number} ({letter.recipient.label}), by {letter.channel.value}: {became}')
        return f'Stopped after letter {number}: {became}' if outcome.stop else ''


def rest_for(seconds: int, share: float) -> timedelta:
    """Return how long to wait: up to half as much again, so that letters do not go out by the clock."""
    return timedelta(seconds=seconds * (1 + share / 2))
