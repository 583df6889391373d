"""The page that keeps two machines apart, as a table."""

from __future__ import annotations

import pytest
from outreach.letters import claimpage
from outreach.letters.claimpage import Claim, why_not

OURS, OTHER, TAKEN, BEGUN = 'a' * 16, 'b' * 16, '1' * 16, '2' * 16


# letters: C34
@pytest.mark.parametrize(
    ('claim', 'taken', 'begun', 'words'),
    [
        (Claim(), '', '', ''),
        (Claim(), '', BEGUN, ''),  # killed before the page was saved
        (Claim(), TAKEN, '', 'is gone'),
        (Claim(lost=True), '', '', 'was moved, deleted or hidden'),
        (Claim(OTHER, TAKEN), TAKEN, '', 'are in another ledger'),
        (Claim(OTHER, TAKEN), '', '', 'are in another ledger'),
        (Claim(OURS, TAKEN), TAKEN, '', ''),
        (Claim(OURS, TAKEN), TAKEN, BEGUN, ''),
        (Claim(OURS, BEGUN), TAKEN, BEGUN, ''),  # killed after the page was saved
        (Claim(OURS, BEGUN), TAKEN, '', 'this file is a copy, or an old one'),
        (Claim(OURS, TAKEN), '', '', 'this file is a copy, or an old one'),
    ],
)
def test_which_ledger_may_write(claim: Claim, taken: str, begun: str, words: str) -> None:
    found = why_not(claim, OURS, taken, begun)
    assert words in found
    assert bool(words) == bool(found)


def test_what_is_written_is_read_back() -> None:
    page = claimpage.render(OURS, TAKEN, lambda key, **_: f'* ledger: {OTHER} of {key}')
    found = claimpage.LEDGER.search(page), claimpage.TOKEN.search(page)
    assert [match[1] for match in found if match] == [OURS, TAKEN]
    assert claimpage.title_of('Outreach/X') == 'Outreach/X/Letters'
