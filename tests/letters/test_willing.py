"""Who gets no letter, and why: everything fails closed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from outreach.affiliates.contacts import Accounts
from outreach.affiliates.optouts import OptOuts
from outreach.affiliates.verdict import Citation as Listed
from outreach.audience.optout import TalkPage
from outreach.letters import willing
from outreach.letters.letter import LetterOutcome, LetterState
from outreach.letters.willing import LetterFacts, named_out, why_not

from tests.letters.samples import NOW, ledger, letters, person

ALIVE = Accounts(alive=frozenset({'Person 1'}))


# letters: C22, T9
@pytest.mark.parametrize(
    ('known', 'reason'),
    [
        (LetterFacts(OptOuts(), ALIVE), ''),
        (LetterFacts(OptOuts(frozenset({'Person 1'})), ALIVE), willing.NAMED_OUT),
        (
            LetterFacts(OptOuts(pages={Listed('Outreach/Out', 3): frozenset({'wikimedia arcadia'})}), ALIVE),
            willing.GROUP_OUT,
        ),
        (LetterFacts(OptOuts(), ALIVE, {'Person 1': TalkPage(opted_out=True)}), willing.TALK_OUT),
        (LetterFacts(OptOuts(), ALIVE, {'Person 1': TalkPage(nobots=True)}), willing.TALK_OUT),
    ],
)
def test_opt_outs_of_all_kinds(known: LetterFacts, reason: str) -> None:
    assert why_not(person(), known) == reason


# letters: C23
@pytest.mark.parametrize(
    ('accounts', 'state'),
    [
        (Accounts(), 'of which the wiki told nothing'),
        (Accounts(missing=frozenset({'Person 1'})), 'has no account of that name'),
        (replace(ALIVE, locked=frozenset({'Person 1'})), 'has a locked account'),
        (replace(ALIVE, blocked=frozenset({'Person 1'})), 'is blocked'),
    ],
)
def test_accounts_that_are_not_asked(accounts: Accounts, state: str) -> None:
    assert state in why_not(person(), LetterFacts(OptOuts(), accounts))
    assert why_not(person(user=''), LetterFacts(OptOuts(), accounts)) == '', (
        'who has no account has none to look at'
    )


# letters: C22
def test_every_account_of_a_person_counts() -> None:
    both = replace(person(), identities=person().identities | {'user:Other'})
    assert named_out(both, OptOuts(frozenset({'Other'}))) == willing.NAMED_OUT


# letters: C10, C25, C30, C41
def test_what_the_ledger_remembers(tmp_path: Path) -> None:
    first = ledger(tmp_path)
    one, two, three = letters(3)
    number = first.claim(one, NOW)
    first.settle(number, LetterOutcome(LetterState.SENT), NOW)
    for _ in range(3):
        first.settle(first.claim(two, NOW), LetterOutcome(LetterState.LATER), NOW)
    said = [willing.remembered(letter.recipient, first, 30, NOW) for letter in (one, two, three)]
    assert said == [willing.HAS_IT, willing.WAITS, '']
    first.close()
    other = ledger(tmp_path, 'Outreach/Y')
    assert willing.remembered(one.recipient, other, 30, NOW) == willing.LATELY
    assert willing.remembered(one.recipient, other, 0, NOW) == ''
    other.close()
    first = ledger(tmp_path)
    first.settle(number, LetterOutcome(LetterState.OPTED_OUT), NOW)
    first.close()
    other = ledger(tmp_path, 'Outreach/Y')
    assert willing.remembered(one.recipient, other, 0, NOW) == willing.TOLD_US
    other.close()


def test_one_reason_for_all_is_doubtful_but_for_a_letter_that_all_have() -> None:
    assert willing.one_reason({'is blocked': 12}) == 'is blocked'
    assert willing.one_reason({willing.HAS_IT: 12}) == ''
    assert willing.one_reason({'is blocked': 12, 'has no account': 1}) == ''
