"""People, texts and letters with invented names, for the tests of letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from outreach.letters.ledger import Ledger
from outreach.letters.letter import Group, KnownFrom, Letter, LetterChannel, Recipient
from outreach.letters.letterplan import LetterPlan, LetterTerms, LetterTexts, make_plan
from outreach.letters.mailsettings import MailSettings
from outreach.sends.message import Language, Message

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CAMPAIGN, PAGE = 'Outreach/X', 'Outreach/X/Letter'
WORDS = {
    'en': {f'why-{one.value}': f'Why: {one.value} %(group)s %(page)s' for one in KnownFrom}
    | {'optout': 'Say no on %(wiki)s.'},
    'sv': {f'why-{one.value}': 'Varför.' for one in KnownFrom} | {'optout': 'Säg nej.'},
}
BODY = 'Dear {{{name|colleagues of {{{affiliate}}}}}},\nText.\n{{{why}}}\n{{{optout}}}'
SETTINGS = MailSettings('Olga, the organizer', 'olga@example.org')


def text(language: str = 'en', body: str = BODY, subject: str = 'Hello') -> Message:
    return Message(language, f'{PAGE}/{language}', 7, subject, body)


def texts(*some: Message, languages: Mapping[str, Sequence[str]] | None = None) -> LetterTexts:
    found = {one.language: one for one in some or (text(),)}
    known = {code: Language(code, tuple(chain)) for code, chain in (languages or {}).items()}
    return LetterTexts(found, known, 'en', dict.fromkeys(found, '7'))


def person(
    number: int = 1,
    *,
    user: str | None = None,
    address: str | None = None,
    name: str = 'Ann',
    languages: Sequence[str] = ('en',),
    source: KnownFrom = KnownFrom.CONTACTS,
) -> Recipient:
    """Return a person with an address and an account, unless one of them is ''."""
    user = f'Person {number}' if user is None else user
    address = f'p{number}@example.org' if address is None else address
    known = {f'@{address}'} if address else set()
    known |= {f'user:{user}', f'#{number}'} if user else set()
    group = Group('Wikimedia Arcadia', 'WA', 'User Group', 'Europe')
    place = f'clients.csv, line {number + 2}'
    return Recipient(
        frozenset(known), user, address, name, 'Chair', (group,), tuple(languages), source, '', (place,)
    )


def terms(*channels: LetterChannel, emailable: Sequence[str] = ()) -> LetterTerms:
    return LetterTerms(
        channels or (LetterChannel.DRAFTS,), frozenset(emailable), 'Olga', 'meta.example.org', WORDS
    )


def plan(*people: Recipient, by: LetterChannel = LetterChannel.SMTP) -> LetterPlan:
    return make_plan(people or (person(),), texts(), terms(by, emailable=[one.user for one in people]), {})


def letters(count: int, by: LetterChannel = LetterChannel.SMTP) -> tuple[Letter, ...]:
    return plan(*(person(number) for number in range(1, count + 1)), by=by).letters


def ledger(folder: Path, campaign: str = CAMPAIGN, letter: str = PAGE) -> Ledger:
    return Ledger.open(folder, campaign, letter)
