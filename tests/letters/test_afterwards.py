"""Looking back at letters: which letter is meant, and what became of its drafts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from outreach.letters.afterwards import settle, which_letter
from outreach.letters.ledger import Ledger
from outreach.letters.letter import LetterOutcome, LetterState
from outreach.problems import BadInput

from tests.letters.samples import CAMPAIGN, NOW, PAGE, ledger, letters

FOLDER, DRAFTED = './letters', LetterOutcome(LetterState.DRAFTED)
DRAFTS = [('drafts', LetterState.SENT)]
RUN: Any = SimpleNamespace(simulating=False, now=NOW)


@pytest.fixture
def drafted(tmp_path: Path) -> Iterator[Ledger]:
    """Two drafts of a letter in a folder; what is looked for is the page of the campaign."""
    book = ledger(tmp_path / 'private', CAMPAIGN, FOLDER)
    book.settle_all(book.claim_all(letters(2), NOW, 'drafts'), DRAFTED, NOW)
    book.letter = PAGE
    yield book
    book.close()


def test_where_no_letter_is_named_the_only_one_is_meant(drafted: Ledger) -> None:
    """The folder of a letter is given with -letter: when it is written; nobody thinks of it later."""
    assert which_letter(drafted, '') == [f'Of the letter {FOLDER}, the only one of {CAMPAIGN}.']
    assert settle(RUN, drafted, DRAFTS) == ['2 letters: sent.']
    assert which_letter(drafted, '') == []


def test_of_several_letters_nobody_guesses(drafted: Ledger) -> None:
    drafted.letter = 'Another'
    drafted.claim_all(letters(1), NOW, '')
    drafted.letter = PAGE
    with pytest.raises(BadInput, match=f'-letter: says of which letter; .*: {FOLDER}, Another'):
        which_letter(drafted, '')
    drafted.letter = './leters'
    with pytest.raises(BadInput, match=r'-letter:\./leters: has no letters; in the ledger are those of'):
        which_letter(drafted, './leters')


def test_the_same_again_settles_nothing_and_a_campaign_without_letters_is_another_one(
    drafted: Ledger, tmp_path: Path
) -> None:
    which_letter(drafted, '')
    settle(RUN, drafted, DRAFTS)
    assert settle(RUN, drafted, DRAFTS) == [f'No draft of {FOLDER} waits any more: all are settled.']
    empty = ledger(tmp_path / 'other', 'Outreach/Another', FOLDER)
    with pytest.raises(BadInput, match='-settle:drafts=sent: Outreach/Another has no letter'):
        settle(RUN, empty, DRAFTS)
    empty.close()
