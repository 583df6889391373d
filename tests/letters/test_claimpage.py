"""The page that keeps two machines apart, as a table."""

from __future__ import annotations

import pytest
from outreach import navigation
from outreach.letters import claimpage
from outreach.letters.claimpage import LettersClaim, why_not

OURS, OTHER, TAKEN, BEGUN = 'a' * 16, 'b' * 16, '1' * 16, '2' * 16


# letters: C34
@pytest.mark.parametrize(
    ('claim', 'taken', 'begun', 'words'),
    [
        (LettersClaim(), '', '', ''),
        (LettersClaim(), '', BEGUN, ''),  # killed before the page was saved
        (LettersClaim(), TAKEN, '', 'is gone'),
        (LettersClaim(lost=True), '', '', 'was moved, deleted or hidden'),
        (LettersClaim(OTHER, TAKEN), TAKEN, '', 'are in another ledger'),
        (LettersClaim(OTHER, TAKEN), '', '', 'are in another ledger'),
        (LettersClaim(OURS, TAKEN), TAKEN, '', ''),
        (LettersClaim(OURS, TAKEN), TAKEN, BEGUN, ''),
        (LettersClaim(OURS, BEGUN), TAKEN, BEGUN, ''),  # killed after the page was saved
        (LettersClaim(OURS, BEGUN), TAKEN, '', 'this file is a copy, or an old one'),
        (LettersClaim(OURS, TAKEN), '', '', 'this file is a copy, or an old one'),
    ],
)
def test_which_ledger_may_write(claim: LettersClaim, taken: str, begun: str, words: str) -> None:
    found = why_not(claim, OURS, taken, begun)
    assert words in found
    assert bool(words) == bool(found)


def test_what_is_written_is_read_back() -> None:
    page = claimpage.render('X', OURS, TAKEN, lambda key, **_: f'* ledger: {OTHER} of {key}')
    assert claimpage.parse(page) == claimpage.parse(page.rstrip()) == LettersClaim(OURS, TAKEN)
    row = navigation.line(navigation.pages_of('Outreach/X'), lambda key, **_: key)
    linked = claimpage.render('X', OURS, TAKEN, lambda key, **_: key, row)
    assert linked.startswith(row)
    assert claimpage.parse(linked) == LettersClaim(OURS, TAKEN)
    assert claimpage.title_of('Outreach/X') == 'Outreach/X/Letters'


@pytest.mark.parametrize(
    'text',
    [
        '',
        f'* ledger: {OURS}\n* run: {TAKEN}',
        f'Lead\n* run: {TAKEN}\n* ledger: {OURS}',
        f'Lead\n* ledger: {OURS}x\n* run: {TAKEN}',
        f'Lead\n* ledger: {OURS}\n* run: {TAKEN}\n{{{{Evil}}}}',
        f'Lead\n* ledger: {OURS}\n* run: {TAKEN}\n\n',
        f'Lead\nx\n* ledger: {OURS}\n* run: {TAKEN}\n',
        f'Lead\n* ledger: {OTHER}\n* ledger: {OURS}\n* run: {TAKEN}\n',
        f'Lead\n* ledger: {OURS.upper()}\n* run: {TAKEN}\n',
    ],
)
def test_a_text_that_is_not_ours_as_a_whole_is_lost(text: str) -> None:
    assert claimpage.parse(text) == LettersClaim(lost=True)
