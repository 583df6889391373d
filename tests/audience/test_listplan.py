"""The plan of a run: what makes it doubtful."""

from __future__ import annotations

import pytest
from outreach.audience.audiencelist import standing
from outreach.audience.listplan import losses, on_list
from outreach.lists.listpages import delivery_list
from outreach.lists.merge import Merge
from outreach.pages import Page

HOST, LIST, PART = 'meta.wikimedia.test', 'Lists/x', 'Lists/x/sv'


def page(title: str, people: int) -> Page:
    lines = (f'* {{{{#target:User talk:Reader {number}|{HOST}}}}}' for number in range(people))
    return Page(title, '\n'.join(lines), revid=1)


@pytest.mark.parametrize(
    ('before', 'after', 'whole', 'doubts'),
    [
        ({LIST: 100}, {LIST: 79}, '', [f'{LIST}: would lose 21 of 100 entries [shrinks]']),
        ({LIST: 100}, {LIST: 80}, '', []),
        # the parts fold into the page of the list: nobody is lost, or many are
        ({LIST: 10, PART: 90}, {LIST: 95, PART: 0}, LIST, []),
        (
            {LIST: 10, PART: 90},
            {LIST: 40, PART: 0},
            LIST,
            [f'{LIST}: would lose 60 of 100 entries [shrinks]'],
        ),
        ({LIST: 50, PART: 50}, {PART: 0}, LIST, [f'{LIST}: would lose 50 of 100 entries [shrinks]']),
    ],
)
def test_a_list_and_its_parts_that_lose_more_than_a_fifth_are_a_doubt(
    before: dict[str, int], after: dict[str, int], whole: str, doubts: list[str]
) -> None:
    standings = {title: standing(page(title, count), [], HOST) for title, count in before.items()}
    merges = {
        title: Merge(delivery_list(page(title, count), HOST), (), (), ()) for title, count in after.items()
    }
    assert [str(doubt) for doubt in losses(standings, merges, whole)] == doubts


def test_on_the_lists_is_whoever_put_them_there_and_each_once() -> None:
    stays, changes = (standing(page(title, count), [], HOST) for title, count in ((LIST, 3), (PART, 9)))
    merged = Merge(delivery_list(page(PART, 5), HOST), (), (), ())
    assert on_list({LIST: stays, PART: changes}, {PART: merged}) == 5
    assert on_list({}, {PART: merged}) == 5
