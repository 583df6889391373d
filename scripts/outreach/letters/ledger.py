"""The ledger: which letter went to whom, so that nobody gets one twice. Private, one SQLite file.

People are in it as keyed hashes; the key lies in the same file, so whoever loses one has lost both, and a
new ledger is told from the old one (`claimpage`). A rollback journal, synced: what was committed stands.
Who is forgotten stays as a hash alone. As long as the key exists that is still personal data; deleting the
file ends it, and with it everything we know about who was written to.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from outreach.letters import ledgerfile
from outreach.letters.letter import (
    BECOMES,
    NOT_WRITTEN,
    OPEN,
    Letter,
    LetterChannel,
    LetterOutcome,
    LetterState,
)
from outreach.moments import iso

DAY = timedelta(days=1)
MOST_TRIES = 3


@dataclass(frozen=True)
class LedgerEntry:
    """A letter as the ledger has it; `label`, `folder` and the like are '' where it was forgotten."""

    number: int
    state: LetterState
    channel: LetterChannel
    at: str
    label: str
    language: str
    region: str
    folder: str
    code: str


class Ledger:
    """The ledger of one operator, opened by one run at a time."""

    def __init__(self, db: sqlite3.Connection, campaign: str, letter: str) -> None:
        self._db, self.campaign, self.letter = db, campaign, letter
        self.id = self._meta('id')
        self._key = bytes.fromhex(self._meta('key'))

    @classmethod
    def open(cls, folder: Path, campaign: str, letter: str, *, simulating: bool = False) -> Ledger:
        """Open the ledger in the private folder; raise Stopped where another run has it open."""
        return cls(ledgerfile.opened(folder, simulating=simulating), campaign, letter)

    def close(self) -> None:
        """Close the file; the next run may begin."""
        self._db.close()

    def key_of(self, identity: str) -> str:
        """Return the keyed hash of an identity."""
        return hmac.new(self._key, identity.encode(), hashlib.sha256).hexdigest()[:40]

    def token(self, letter: Letter) -> str:
        """Return what the Message-ID says of a person: the same at every try, and nothing without the key."""
        words = '|'.join((self.campaign, self.letter, *sorted(letter.recipient.identities)))
        return hmac.new(self._key, words.encode(), hashlib.sha256).hexdigest()[:32]

    # -- Looking ---------------------------------------------------------------------------------

    def known(self, identities: Collection[str]) -> list[LedgerEntry]:
        """Return the entries of this letter for a person, whatever they were known by."""
        marks = ', '.join('?' * len(identities))
        rows = self._db.execute(
            f'SELECT DISTINCT {COLUMNS} FROM letter JOIN person USING (number) '  # noqa: S608  (marks only)
            f'WHERE person.campaign = ? AND person.letter = ? AND key IN ({marks}) ORDER BY number',
            (self.campaign, self.letter, *map(self.key_of, identities)),
        )
        return [_entry(row) for row in rows]

    def lately(self, identities: Collection[str], since: datetime) -> bool:
        """Return whether a person got any other letter since, of any campaign of this ledger."""
        marks = ', '.join('?' * len(identities))
        rows = self._db.execute(
            'SELECT state FROM letter JOIN person USING (number) '  # noqa: S608  (marks only)
            f'WHERE key IN ({marks}) AND at >= ? AND NOT (letter.campaign = ? AND letter.letter = ?)',
            (*map(self.key_of, identities), iso(since), self.campaign, self.letter),
        )
        return any(LetterState(state) not in NOT_WRITTEN for (state,) in rows)

    def asked_out(self, identities: Collection[str]) -> bool:
        """Return whether a person asked us for no more letters."""
        marks = ', '.join('?' * len(identities))
        query = f'SELECT 1 FROM optout WHERE key IN ({marks})'  # noqa: S608  (marks only)
        return self._db.execute(query, tuple(map(self.key_of, identities))).fetchone() is not None

    def tired(self, number: int, now: datetime) -> bool:
        """Return whether a letter was tried so often in a day that it waits."""
        query = 'SELECT COUNT(*) FROM try WHERE number = ? AND at > ?'
        return bool(self._db.execute(query, (number, iso(now - DAY))).fetchone()[0] >= MOST_TRIES)

    def entries(self) -> list[LedgerEntry]:
        """Return all entries of this letter."""
        rows = self._db.execute(
            f'SELECT {COLUMNS} FROM letter WHERE campaign = ? AND letter = ? ORDER BY number',  # noqa: S608
            (self.campaign, self.letter),
        )
        return [_entry(row) for row in rows]

    def letters(self) -> list[str]:
        """Return which letters of the campaign anything is known of."""
        query = 'SELECT DISTINCT letter FROM letter WHERE campaign = ? ORDER BY letter'
        return [letter for (letter,) in self._db.execute(query, (self.campaign,))]

    def has_unknown(self) -> bool:
        """Return whether there are letters of which nobody knows what became."""
        return any(one.state is LetterState.UNKNOWN for one in self.entries())

    def tries(self, channel: LetterChannel, now: datetime) -> list[str]:
        """Return the moments of a day's tries by a channel that count, the oldest first, of all campaigns."""
        query = 'SELECT at FROM try WHERE channel = ? AND at > ? AND counts ORDER BY at'
        return [at for (at,) in self._db.execute(query, (channel.value, iso(now - DAY)))]

    # -- One letter --------------------------------------------------------------------------------

    def claim(self, letter: Letter, now: datetime, folder: str = '') -> int:
        """Claim a letter before anything of it goes out; return its number. Committed when this returns.

        Raises ValueError where the person has it, or may have it: nothing may go out.
        """
        with self._change():
            return self._claim(letter, now, folder)

    def claim_all(self, letters: Iterable[Letter], now: datetime, folder: str) -> list[int]:
        """Claim letters that go out together, all or none."""
        with self._change():
            return [self._claim(one, now, folder) for one in letters]

    def _claim(self, letter: Letter, now: datetime, folder: str) -> int:
        there = self.known(letter.recipient.identities)
        if any(one.state not in OPEN for one in there):
            raise ValueError('this person has this letter, or may have it')
        recipient, moment = letter.recipient, iso(now)
        told = (
            LetterState.CLAIMED.value,
            letter.channel.value,
            moment,
            recipient.label,
            letter.language,
            recipient.region,
            folder,
        )
        if there:
            number = there[0].number
            self._db.execute(
                'UPDATE letter SET state = ?, channel = ?, at = ?, label = ?, language = ?, region = ?, '
                "folder = ?, code = '' WHERE number = ?",
                (*told, number),
            )
        else:
            made = self._db.execute(
                'INSERT INTO letter (state, channel, at, label, language, region, folder, code, campaign, '
                "letter) VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
                (*told, self.campaign, self.letter),
            )
            number = int(made.lastrowid or 0)
        self._db.executemany(
            'INSERT OR IGNORE INTO person VALUES (?, ?, ?, ?)',
            [(self.campaign, self.letter, self.key_of(one), number) for one in sorted(recipient.identities)],
        )
        self._db.execute('INSERT INTO try VALUES (?, ?, ?, 1)', (number, letter.channel.value, moment))
        return number

    def settle(self, number: int, outcome: LetterOutcome, now: datetime) -> None:
        """Write down what became of a letter; raise ValueError for what cannot follow from its state."""
        with self._change():
            self._settle(number, outcome, now)

    def settle_all(self, numbers: Iterable[int], outcome: LetterOutcome, now: datetime) -> None:
        """Write down the same of several letters, of all or none."""
        with self._change():
            for number in numbers:
                self._settle(number, outcome, now)

    def _settle(self, number: int, outcome: LetterOutcome, now: datetime) -> None:
        row = self._db.execute(
            'SELECT state FROM letter WHERE number = ? AND campaign = ? AND letter = ?',
            (number, self.campaign, self.letter),
        ).fetchone()
        if row is None:
            raise ValueError('there is no letter of this number')
        if outcome.state not in BECOMES[LetterState(row[0])]:
            raise ValueError(f'is {row[0]}, and cannot become {outcome.state.value}')
        self._db.execute(
            'UPDATE letter SET state = ?, code = ? WHERE number = ?',
            (outcome.state.value, outcome.code, number),
        )
        if not outcome.counts:
            self._db.execute(
                'UPDATE try SET counts = 0 WHERE rowid = (SELECT MAX(rowid) FROM try WHERE number = ?)',
                (number,),
            )
        if outcome.state is LetterState.OPTED_OUT:
            self._db.execute(
                'INSERT OR IGNORE INTO optout SELECT key, ? FROM person WHERE number = ?', (iso(now), number)
            )

    def recover(self, finished: Collection[str]) -> Counter[LetterState]:
        """Settle what a killed run left claimed; return how many became what.

        What was being sent is unknown. A draft is there if its folder is (`finished`), else it was not left.
        """
        became: Counter[LetterState] = Counter()
        with self._change():
            rows = self._db.execute(
                'SELECT number, channel, folder FROM letter WHERE state = ?', (LetterState.CLAIMED.value,)
            ).fetchall()
            for number, channel, folder in rows:
                state = LetterState.UNKNOWN
                if channel == LetterChannel.DRAFTS.value:
                    state = LetterState.DRAFTED if folder in finished else LetterState.LATER
                    self._db.execute('DELETE FROM try WHERE number = ?', (number,))
                self._db.execute(
                    "UPDATE letter SET state = ?, code = 'the run was killed' WHERE number = ?",
                    (state.value, number),
                )
                became[state] += 1
        return became

    # -- Plans, tests, the page ----------------------------------------------------------------------

    def keep_plan(self, number: str, digests: Iterable[str]) -> None:
        """Keep a plan that waits for its approval; older ones that nobody approved are dropped."""
        with self._change():
            self._db.execute('DELETE FROM plan WHERE campaign = ?', (self.campaign,))
            self._db.executemany(
                'INSERT OR IGNORE INTO plan VALUES (?, ?, ?)',
                [(self.campaign, number, self.key_of(one)) for one in digests],
            )

    def shown(self, number: str) -> bool:
        """Return whether a plan was shown under a number, and no other one since."""
        query = 'SELECT 1 FROM plan WHERE campaign = ? AND hash = ?'
        return self._db.execute(query, (self.campaign, number)).fetchone() is not None

    def approve(self, number: str, now: datetime) -> int:
        """Approve a plan that was shown; return of how many letters."""
        with self._change():
            digests = self._db.execute(
                'SELECT digest FROM plan WHERE campaign = ? AND hash = ?', (self.campaign, number)
            ).fetchall()
            self._db.executemany(
                'INSERT OR IGNORE INTO approved VALUES (?, ?, ?)',
                [(self.campaign, digest, iso(now)) for (digest,) in digests],
            )
        return len(digests)

    def approved(self, digests: Iterable[str]) -> frozenset[str]:
        """Return those of the digests whose letters were approved in this campaign."""
        rows = self._db.execute('SELECT digest FROM approved WHERE campaign = ?', (self.campaign,))
        there = {digest for (digest,) in rows}
        return frozenset(one for one in digests if self.key_of(one) in there)

    def keep_try(self, channel: LetterChannel, now: datetime) -> None:
        """Write down that a test letter is about to go out: it counts for the day like any other."""
        with self._change():
            self._db.execute('INSERT INTO try VALUES (0, ?, ?, 1)', (channel.value, iso(now)))

    def keep_test(self, channel: LetterChannel, texts: str, now: datetime) -> None:
        """Write down that a test letter of these texts was taken."""
        with self._change():
            self._db.execute(
                'INSERT INTO tested VALUES (?, ?, ?, ?)', (self.campaign, channel.value, texts, iso(now))
            )

    def tested(self, channel: LetterChannel, texts: str) -> bool:
        """Return whether a test letter of these very texts went out by a channel."""
        query = 'SELECT 1 FROM tested WHERE campaign = ? AND channel = ? AND texts = ?'
        return self._db.execute(query, (self.campaign, channel.value, texts)).fetchone() is not None

    def tokens(self) -> tuple[str, str]:
        """Return the token that we left on the campaign's page last, and one that we were about to."""
        row = self._db.execute(
            'SELECT token, next FROM claim WHERE campaign = ?', (self.campaign,)
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else ('', '')

    def begin_token(self) -> str:
        """Return a new token for the page, kept before it is written there."""
        token = secrets.token_hex(8)
        with self._change():
            self._db.execute(
                "INSERT INTO claim VALUES (?, '', ?) ON CONFLICT DO UPDATE SET next = excluded.next",
                (self.campaign, token),
            )
        return token

    def took_token(self, token: str) -> None:
        """Write down that the page has this token now."""
        with self._change():
            self._db.execute(
                "UPDATE claim SET token = ?, next = '' WHERE campaign = ?", (token, self.campaign)
            )

    # -- Forgetting ------------------------------------------------------------------------------------

    def numbers_of(self, identities: Collection[str]) -> list[int]:
        """Return the numbers of all letters of the campaign to a person."""
        marks = ', '.join('?' * len(identities))
        query = f'SELECT DISTINCT number FROM person WHERE campaign = ? AND key IN ({marks})'  # noqa: S608
        return [
            number for (number,) in self._db.execute(query, (self.campaign, *map(self.key_of, identities)))
        ]

    def folders_of(self, numbers: Collection[int]) -> list[tuple[int, str]]:
        """Return number and drafts folder of those letters of the campaign that have one."""
        rows = self._db.execute(
            "SELECT number, folder FROM letter WHERE campaign = ? AND folder != ''", (self.campaign,)
        )
        return [(number, folder) for number, folder in rows if number in numbers]

    def numbers(self) -> list[int]:
        """Return the numbers of all letters of the campaign."""
        rows = self._db.execute('SELECT number FROM letter WHERE campaign = ?', (self.campaign,))
        return [number for (number,) in rows]

    def forget(self, numbers: Collection[int]) -> None:
        """Forget all about letters but who must not get them again, when, and what became of them."""
        with self._change():
            self._db.executemany(
                "UPDATE letter SET label = '', language = '', region = '', folder = '', code = '' "
                'WHERE number = ?',
                [(number,) for number in numbers],
            )
            self._db.execute('DELETE FROM plan WHERE campaign = ?', (self.campaign,))

    def _meta(self, name: str) -> str:
        row = self._db.execute('SELECT value FROM meta WHERE name = ?', (name,)).fetchone()
        return str(row[0]) if row else ''

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Commit everything in the block when it ends, nothing where it fails."""
        self._db.execute('BEGIN IMMEDIATE')
        try:
            yield
        except BaseException:
            self._db.execute('ROLLBACK')
            raise
        self._db.execute('COMMIT')


COLUMNS = 'number, state, channel, at, label, language, region, folder, code'


def _entry(row: tuple[int, str, str, str, str, str, str, str, str]) -> LedgerEntry:
    return LedgerEntry(row[0], LetterState(row[1]), LetterChannel(row[2]), *row[3:])
