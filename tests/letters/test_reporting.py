"""What is said of letters names nobody; the public numbers are such as the log takes."""

from __future__ import annotations

from dataclasses import replace

from outreach.letters import reporting
from outreach.letters.ledger import LedgerEntry
from outreach.letters.letter import LetterChannel, LetterState
from outreach.letters.sending import SentLetters
from outreach.promotion import mailings

from tests.letters.samples import letters, person, plan


def entry(
    number: int, state: LetterState, language: str = 'en', at: str = '2026-11-26T12:00:00Z'
) -> LedgerEntry:
    return LedgerEntry(number, state, LetterChannel.WIKI, at, 'WA', language, 'Europe', '', '')


# letters: C3
def test_the_log_takes_the_numbers_and_only_of_letters_that_went_out() -> None:
    states = [
        LetterState.SENT,
        LetterState.ANSWERED,
        LetterState.UNKNOWN,
        LetterState.DRAFTED,
        LetterState.REFUSED,
        LetterState.BOUNCED,
    ]
    some = [*(entry(number, state) for number, state in enumerate(states)), entry(9, LetterState.SENT, 'sv')]
    told = reporting.mailings(some, 'affiliate contacts')
    counted = mailings.parse(told.splitlines(), 'file', {}, {'english': 'en', 'svenska': 'sv'})
    assert {(one.channel, one.language, one.region): count for one, count in counted.items()} == {
        ('email', 'en', 'Europe'): 2, ('email', 'sv', 'Europe'): 1,
    }  # fmt: skip
    assert reporting.file_of_mailings('Outreach/X y') == 'mailings-Outreach-X-y.csv'


# letters: C12, C31
def test_unknown_letters_are_named_by_number_with_what_to_do() -> None:
    lines = list(
        reporting.ledger_lines(
            [entry(1, LetterState.SENT), entry(17, LetterState.UNKNOWN), entry(18, LetterState.DRAFTED)]
        )
    )
    assert any('letter 17 (WA, by wiki' in line and '-settle:17=sent or =notsent' in line for line in lines)
    assert any('-settle:drafts=sent' in line for line in lines)


# letters: C18
def test_the_terminal_shows_counts_gaps_and_letters_without_names() -> None:
    made = replace(plan(person(1), person(2, languages=['sv'])), withheld={'is blocked': 2})
    lines = [*reporting.plan_lines(made, {'en': 'Letter'}), *reporting.sample_lines(made.samples)]
    assert '4 people, 2 letters.' in lines
    assert '  language gap: 1 would rather read sv, and get en' in lines
    assert '  2 left out: is blocked' in lines
    masked = reporting.masked(person())
    assert (masked.name, masked.user) == ('(name)', '(account)')
    assert reporting.masked(person(name='', user='')).name == ''


# letters: C18
def test_all_letters_are_in_the_preview_without_addresses() -> None:
    whole = reporting.preview(letters(3))
    assert whole.count('Dear Ann,') == 3
    assert 'clients.csv, line 5' in whole
    assert '@' not in whole


# letters: C43
def test_nothing_that_is_told_holds_an_address() -> None:
    some = letters(4)
    whole = replace(plan(*(one.recipient for one in some)), withheld={'has no address': 1})
    lines = [
        *reporting.plan_lines(whole, {'en': 'Letter'}), *reporting.sample_lines(some),
        *reporting.ledger_lines([entry(number, state) for number, state in enumerate(LetterState)]),
        reporting.mailings([entry(1, LetterState.SENT)], 'affiliate contacts'), reporting.preview(some),
    ]  # fmt: skip
    assert '@' not in '\n'.join(lines)


def test_what_a_run_did() -> None:
    done = SentLetters(left=4, ended='The day is full')
    done.states[LetterState.SENT] = 2
    done.left_off['asked'] = 1
    assert list(reporting.sent_lines(done)) == [
        'Letters: 2 sent.', '  1 left off at the last moment: asked',
        'The day is full. 4 letters wait; run the same command again to go on.',
    ]  # fmt: skip
