"""Small counts of people, as they may be published: below five it is "1-4".

As Wikimedia's geoeditors data and CampaignEvents do it, nobody should be told from a table by what is left of
its sum: where one cell is hidden, the next smallest is hidden too. Also where several are hidden that can
only be all 1 or all 4, as their sum is known.
"""

from __future__ import annotations

from collections.abc import Sequence

FEW = 5
ONE_TO_FOUR = '1–4'
HIDDEN = '…'


def shown(count: int) -> str:
    """Return a count of people who are not public by themselves: from 1 to 4 only that it is so few."""
    return ONE_TO_FOUR if 0 < count < FEW else str(count)


def column(counts: Sequence[int]) -> list[str]:
    """Return the cells of a column whose sum is known: none can be told from the others."""
    cells = [shown(count) for count in counts]
    few = [count for count in counts if 0 < count < FEW]
    if len(few) == 1 or sum(few) in (len(few), (FEW - 1) * len(few)):
        open_ = [(count, at) for at, count in enumerate(counts) if count >= FEW]
        if open_ and few:
            cells[min(open_)[1]] = HIDDEN
        elif len(counts) > 1 and few:
            # beside noughts, or alone, they are the sum: which of the cells is what, is not told
            return [HIDDEN] * len(counts)
    return cells
