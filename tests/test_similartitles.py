"""Which page was meant by a title that is not there."""

from __future__ import annotations

import pytest
from outreach.similartitles import alike, beginning


@pytest.mark.parametrize(
    ('title', 'begins'),
    [
        ('Outreach/Medcine', 'Outreach/Me'),
        ('WikiProject Medicin', 'Wi'),
        ('Outreach/Medicine/Sign-ups', 'Outreach/Medicine/Si'),
        ('Əhmədi', 'Əh'),
        ('A', 'A'),
        ('Outreach/', 'Outreach/'),
    ],
)
def test_what_stands_before_the_mistake_is_asked_for(title: str, begins: str) -> None:
    assert beginning(title) == begins


def test_the_closest_title_is_meant_and_none_that_is_far_off() -> None:
    known = ['Outreach/Medicine', 'Outreach/Medicine/Approvals', 'Outreach/Mexico']
    assert alike('Outreach/Medcine', known) == 'Outreach/Medicine'
    assert alike('Outreach/Metallurgy', known) == ''
    assert alike('Outreach/Medcine', []) == ''
