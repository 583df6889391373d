"""What is said of letters: on the terminal without naming anybody, and for the public log in numbers only."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from outreach.letters.ledger import LedgerEntry
from outreach.letters.letter import Letter, LetterState, Recipient
from outreach.letters.letterplan import LetterPlan
from outreach.letters.sending import SentLetters
from outreach.words import counted

COLUMNS = ('date', 'channel', 'audience', 'language', 'region', 'count')
# reached, or meant to be: bounced letters went out and came back
WENT_OUT = frozenset({LetterState.SENT, LetterState.ANSWERED, LetterState.OPTED_OUT})
SHOWN = 8
NAME, ACCOUNT = '(name)', '(account)'


def masked(one: Recipient) -> Recipient:
    """Return a recipient as they are shown on a terminal, which is logged: without their names."""
    return replace(one, name=NAME if one.name else '', user=ACCOUNT if one.user else '')


def plan_lines(plan: LetterPlan, titles: Mapping[str, str]) -> Iterator[str]:
    """Return how many get which letter, who gets another language than theirs, and who gets none."""
    people = len(plan.letters) + sum(plan.withheld.values())
    yield f'{counted(people, "person", "people")}, {counted(len(plan.letters), "letter")}.'
    for (language, channel), count in sorted(plan.counts.items()):
        yield f'{count:7,} in {language}, by {channel}: {titles[language]}'
    for (wanted, language), count in sorted(plan.gaps.items()):
        yield f'  language gap: {count:,} would rather read {wanted}, and get {language}'
    for reason, count in sorted(plan.withheld.items(), key=lambda one: (-one[1], one[0])):
        yield f'  {count:,} left out: {reason}'


def sample_lines(letters: Iterable[Letter]) -> Iterator[str]:
    """Return some letters as they will be read, the names masked."""
    for letter in letters:
        yield f'--- {letter.language}, by {letter.channel.value}: {letter.subject}'
        yield from (f'  | {line}' for line in letter.body.split('\n'))


def preview(letters: Sequence[Letter]) -> str:
    """Return all letters as they will go out, for a private file; a line of the input stands for a person."""
    whole = []
    for letter in letters:
        places = ' and '.join(letter.recipient.places)
        whole.append(
            f'{"=" * 78}\n{places}, by {letter.channel.value}, in {letter.language}\n\n'
            f'{letter.subject}\n\n{letter.body}\n'
        )
    return '\n'.join(whole)


def sent_lines(done: SentLetters) -> Iterator[str]:
    """Return what a run did."""
    told = ', '.join(
        f'{count} {state.value}' for state, count in sorted(done.states.items(), key=lambda one: one[0].value)
    )
    yield f'Letters: {told or "none"}.'
    for reason, count in sorted(done.left_off.items()):
        yield f'  {count} left off at the last moment: {reason}'
    if done.ended:
        waits = counted(done.left, 'letter waits', 'letters wait')
        yield f'{done.ended.rstrip(".")}. {waits}; run the same command again to go on.'


def ledger_lines(entries: Sequence[LedgerEntry]) -> Iterator[str]:
    """Return the state of all letters, and those of which nobody knows what became, by number."""
    counts = Counter(
        (entry.state.value, entry.channel.value, entry.language or 'forgotten') for entry in entries
    )
    yield f'{counted(len(entries), "letter")} in the ledger.'
    for (state, channel, language), count in sorted(counts.items()):
        yield f'{count:7,} {state} by {channel}, {language}'
    for entry in entries:
        if entry.state is LetterState.UNKNOWN:
            about = f'{entry.label or "forgotten"}, by {entry.channel.value}, {entry.at}'
            fix = f'-settle:{entry.number}=sent or =notsent'
            yield f'  letter {entry.number} ({about}) is unknown: look for it, then {fix}'
    drafts = [entry.number for entry in entries if entry.state is LetterState.DRAFTED]
    if drafts:
        some = ', '.join(map(str, drafts[:SHOWN])) + (' …' if len(drafts) > SHOWN else '')
        waits = counted(len(drafts), 'draft waits', 'drafts wait')
        yield f'  {waits} ({some}): once you have sent them, -settle:drafts=sent'


def mailings(entries: Iterable[LedgerEntry], audience: str) -> str:
    """Return the numbers for `log_promotion -mailing`: letters that went out by day, language and region."""
    counts = Counter(
        (entry.at[:10], 'email', audience, entry.language, entry.region)
        for entry in entries
        if entry.state in WENT_OUT
    )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    writer.writerow(COLUMNS)
    writer.writerows((*key, count) for key, count in sorted(counts.items()))
    return out.getvalue()


def file_of_mailings(campaign: str) -> str:
    """Return the name of the file with the numbers of a campaign."""
    return f'mailings-{re.sub(r"[^A-Za-z0-9]+", "-", campaign).strip("-") or "letters"}.csv'
