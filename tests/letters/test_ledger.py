"""The ledger: never twice, private, and true after whatever happens."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from outreach.letters.consent import check_number
from outreach.letters.ledger import Ledger
from outreach.letters.ledgerfile import NAME
from outreach.letters.letter import BECOMES, LetterChannel, LetterOutcome, LetterState
from outreach.problems import BadInput, Stopped

from tests.letters.samples import CAMPAIGN, NOW, PAGE, ledger, letters, person

ONE, TWO = letters(2)
SENT, LATER, UNKNOWN = (
    LetterOutcome(state) for state in (LetterState.SENT, LetterState.LATER, LetterState.UNKNOWN)
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    opened = ledger(tmp_path / 'private')
    yield opened
    opened.close()


def again(book: Ledger, folder: Path, campaign: str = CAMPAIGN, letter: str = PAGE) -> Ledger:
    book.close()
    return ledger(folder / 'private', campaign, letter)


# letters: C27
def test_it_is_private_from_the_first_moment_and_for_one_run(tmp_path: Path, book: Ledger) -> None:
    folder = tmp_path / 'private'
    book.claim(ONE, NOW)
    names = {path.name for path in folder.iterdir()}
    assert NAME in names
    assert names <= {NAME, f'{NAME}-journal', '.gitignore'}, 'no write-ahead log'
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    with pytest.raises(Stopped, match='Another run'):
        ledger(folder)
    book.close()
    (folder / NAME).chmod(0o644)
    with pytest.raises(BadInput, match='chmod 600'):
        ledger(folder)


# letters: C27
def test_its_settings_are_those_that_keep_a_commit(book: Ledger) -> None:
    assert book._db.execute('PRAGMA journal_mode').fetchone() == ('delete',)
    assert book._db.execute('PRAGMA synchronous').fetchone() == (3,)


# letters: C12, C27
def test_a_simulation_makes_no_file(tmp_path: Path) -> None:
    Ledger.open(tmp_path, CAMPAIGN, PAGE, simulating=True).close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / 'private'
    folder.mkdir(mode=0o700)
    (folder / NAME).write_text('no database at all, but long enough to be looked at ' * 40)
    (folder / NAME).chmod(0o600)
    with pytest.raises(BadInput, match='cannot be used'):
        ledger(folder)
    with sqlite3.connect(tmp_path / 'private' / 'x') as db:
        db.execute('PRAGMA user_version = 9')
    (folder / 'x').replace(folder / NAME)
    (folder / NAME).chmod(0o600)
    with pytest.raises(BadInput, match='another version'):
        ledger(folder)


# letters: C28
def test_no_address_and_no_name_is_in_the_file(tmp_path: Path, book: Ledger) -> None:
    book.claim(replace(ONE, recipient=replace(ONE.recipient, name='Zora Secret')), NOW)
    book.keep_plan('x', [ONE.digest()])
    book.close()
    content = (tmp_path / 'private' / NAME).read_bytes()
    for word in (b'p1@example.org', b'example.org', b'Person 1', b'Zora'):
        assert word not in content


# letters: C29, C30
def test_a_letter_is_claimed_once_however_somebody_is_known(book: Ledger) -> None:
    number = book.claim(ONE, NOW)
    known_by = [
        frozenset({'@p1@example.org'}),
        frozenset({'user:Person 1'}),
        frozenset({'#1', '@new@example.org'}),
    ]
    for identities in known_by:
        other = replace(
            ONE, recipient=replace(person(9), identities=identities), channel=LetterChannel.WIKI, body='Other'
        )
        for outcome in (None, SENT):
            if outcome and book.known(identities)[0].state is LetterState.CLAIMED:
                book.settle(number, outcome, NOW)
            with pytest.raises(ValueError, match='has this letter'):
                book.claim(other, NOW)
    assert [one.number for one in book.entries()] == [number]


# letters: C30, C31, C32
@pytest.mark.parametrize('state', list(LetterState))
def test_what_may_follow(book: Ledger, state: LetterState) -> None:
    number = book.claim(ONE, NOW)
    path = {
        LetterState.CLAIMED: (), LetterState.NOT_SENT: (LetterState.UNKNOWN, LetterState.NOT_SENT),
        LetterState.BOUNCED: (LetterState.SENT, LetterState.BOUNCED),
        LetterState.ANSWERED: (LetterState.SENT, LetterState.ANSWERED),
        LetterState.OPTED_OUT: (LetterState.SENT, LetterState.OPTED_OUT),
    }  # fmt: skip
    for step in path.get(state, (state,)):
        book.settle(number, LetterOutcome(step), NOW)
    for after in LetterState:
        if after not in BECOMES[state]:
            with pytest.raises(ValueError, match='cannot become'):
                book.settle(number, LetterOutcome(after), NOW)
    if LetterState.CLAIMED in BECOMES[state]:
        assert book.claim(ONE, NOW) == number
    else:
        with pytest.raises(ValueError, match='has this letter'):
            book.claim(ONE, NOW)


# letters: C29, C31
def test_a_killed_run_leaves_unknown_letters_and_finished_or_no_drafts(tmp_path: Path, book: Ledger) -> None:
    sent, *drafts = letters(3)
    book.claim(sent, NOW)
    book.claim(replace(drafts[0], channel=LetterChannel.DRAFTS), NOW, 'there')
    book.claim(replace(drafts[1], channel=LetterChannel.DRAFTS), NOW, 'half')
    book = again(book, tmp_path)
    assert dict(book.recover({'there'})) == {
        LetterState.UNKNOWN: 1,
        LetterState.DRAFTED: 1,
        LetterState.LATER: 1,
    }
    assert [one.state for one in book.entries()] == [
        LetterState.UNKNOWN,
        LetterState.DRAFTED,
        LetterState.LATER,
    ]
    assert dict(book.recover(set())) == {}
    book.close()


# letters: C29
def test_a_claim_is_on_disk_when_it_returns(tmp_path: Path) -> None:
    code = (
        'import os, signal, sys; from pathlib import Path; from tests.letters.samples import *\n'
        'ledger(Path(sys.argv[1])).claim(letters(1)[0], NOW); os.kill(os.getpid(), signal.SIGKILL)'
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, '-c', code, str(tmp_path)],
        cwd=root,
        env={**os.environ, 'PYTHONPATH': f'{root / "scripts"}:{root}'},
        check=False,
        capture_output=True,
    )
    assert done.returncode == -9, done.stderr
    book = ledger(tmp_path)
    assert [one.state for one in book.entries()] == [LetterState.CLAIMED]
    book.close()


# letters: C10
def test_the_cool_down_is_over_all_campaigns(tmp_path: Path, book: Ledger) -> None:
    book.settle(book.claim(ONE, NOW), SENT, NOW)
    book.settle(book.claim(TWO, NOW), LATER, NOW)
    assert not book.lately(ONE.recipient.identities, NOW - timedelta(days=1)), (
        'the same letter is no other one'
    )
    book = again(book, tmp_path, 'Outreach/Y')
    assert book.lately(ONE.recipient.identities, NOW - timedelta(days=1))
    assert not book.lately(ONE.recipient.identities, NOW + timedelta(seconds=1))
    assert not book.lately(TWO.recipient.identities, NOW - timedelta(days=1)), 'they got nothing'
    assert book.claim(ONE, NOW)
    book.close()


# letters: T4
def test_two_names_of_a_person_are_one_only_if_something_links_them(tmp_path: Path, book: Ledger) -> None:
    by_mail, by_name = person(1, user=''), person(1, address='')
    book.settle(book.claim(replace(ONE, recipient=by_mail), NOW), SENT, NOW)
    book = again(book, tmp_path, 'Outreach/Y')
    assert not book.lately(by_name.identities, NOW - timedelta(days=1))
    assert book.lately(person(1).identities, NOW - timedelta(days=1))
    book.close()


# letters: C25
def test_who_told_us_gets_nothing_more(tmp_path: Path, book: Ledger) -> None:
    number = book.claim(ONE, NOW)
    book.settle(number, SENT, NOW)
    assert not book.asked_out(ONE.recipient.identities)
    book.settle(number, LetterOutcome(LetterState.OPTED_OUT), NOW)
    book = again(book, tmp_path, 'Outreach/Y')
    assert book.asked_out({'@p1@example.org'})
    assert not book.asked_out({'@p2@example.org'})
    book.close()


# letters: C30, C33
def test_who_is_forgotten_still_gets_nothing_twice(book: Ledger) -> None:
    number = book.claim(ONE, NOW, 'folder')
    book.settle(number, LetterOutcome(LetterState.SENT, '250 2.0.0'), NOW)
    book.keep_plan('p', [ONE.digest()])
    assert book.numbers_of({'#1'}) == [number]
    assert book.folders_of([number]) == [(number, 'folder')]
    book.forget([number])
    (entry,) = book.entries()
    assert (entry.label, entry.language, entry.region, entry.folder, entry.code) == ('', '', '', '', '')
    assert (entry.state, book.approve('p', NOW)) == (LetterState.SENT, 0)
    with pytest.raises(ValueError, match='has this letter'):
        book.claim(ONE, NOW)


# letters: C6, C41
def test_a_day_is_counted_by_channel_over_all_campaigns(tmp_path: Path, book: Ledger) -> None:
    for letter in letters(3):
        book.settle(book.claim(letter, NOW), SENT, NOW)
    book.keep_try(LetterChannel.SMTP, NOW)
    book = again(book, tmp_path, 'Outreach/Y')
    assert len(book.tries(LetterChannel.SMTP, NOW)) == 4
    assert book.tries(LetterChannel.WIKI, NOW) == []
    assert book.tries(LetterChannel.SMTP, NOW + timedelta(days=1)) == []
    number = book.claim(ONE, NOW)
    book.settle(number, LetterOutcome(LetterState.LATER, counts=False), NOW)
    assert len(book.tries(LetterChannel.SMTP, NOW)) == 4, 'what the server refused at once does not count'
    for _ in range(2):
        assert not book.tired(number, NOW)
        book.settle(book.claim(ONE, NOW), LATER, NOW)
    assert book.tired(number, NOW)
    assert not book.tired(number, NOW + timedelta(days=1))
    book.close()


# letters: C9
def test_only_what_was_shown_last_can_be_approved(book: Ledger) -> None:
    book.keep_plan('old', ['a'])
    book.keep_plan('new', ['b', 'c'])
    assert book.approve('old', NOW) == 0
    assert book.approve('new', NOW) == 2
    assert book.approved({'a', 'b', 'c'}) == {'b', 'c'}


# letters: C8
def test_a_test_is_of_a_channel_and_of_these_texts(book: Ledger) -> None:
    book.keep_test(LetterChannel.WIKI, 'texts', NOW)
    assert book.tested(LetterChannel.WIKI, 'texts')
    assert not book.tested(LetterChannel.SMTP, 'texts')
    assert not book.tested(LetterChannel.WIKI, 'other')


# letters: C34
def test_tokens_are_kept_before_and_after_the_page(book: Ledger) -> None:
    assert book.tokens() == ('', '')
    first = book.begin_token()
    assert book.tokens() == ('', first)
    book.took_token(first)
    second = book.begin_token()
    assert book.tokens() == (first, second)


# letters: C35
def test_drafts_are_claimed_all_or_none(book: Ledger) -> None:
    with pytest.raises(ValueError, match='has this letter'):
        book.claim_all([ONE, TWO, ONE], NOW, 'folder')
    assert book.entries() == []
    assert book.claim_all([ONE, TWO], NOW, 'folder') == [1, 2]
    book.settle_all([1, 2], LetterOutcome(LetterState.DRAFTED), NOW)
    assert {one.state for one in book.entries()} == {LetterState.DRAFTED}


# letters: C36
def test_the_message_id_is_the_same_at_every_try_and_tells_nothing(book: Ledger) -> None:
    assert book.token(ONE) == book.token(replace(ONE, body='Other'))
    assert book.token(ONE) != book.token(TWO)


# letters: C9
def test_a_number_that_was_never_shown_is_refused_whatever_the_way(book: Ledger) -> None:
    book.keep_plan('shown', ['a'])
    check_number(book, '')
    check_number(book, 'shown')
    for number in ('abcd', '1f2e'):
        with pytest.raises(BadInput, match=f'-approve:{number}: was never shown here'):
            check_number(book, number)
    book.approve('shown', NOW)
    check_number(book, 'shown')
