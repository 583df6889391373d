"""Which universe a campaign asks for."""

from __future__ import annotations

import pytest
from outreach.promotion import universe
from outreach.promotion.readuniverse import GapRequest, asked


@pytest.mark.parametrize(
    ('text', 'wanted'),
    [
        ('wikipedias', GapRequest('wikipedias')),
        ('languages:Outreach/Languages', GapRequest('languages', 'Outreach/Languages')),
        ('affiliates', GapRequest('affiliates', universe.AFFILIATES_PAGE)),
        ('affiliates:Module:X', GapRequest('affiliates', 'Module:X')),
    ],
)
def test_a_universe_is_asked_for_by_kind_and_page(text: str, wanted: GapRequest) -> None:
    assert asked(text) == wanted


@pytest.mark.parametrize('text', ['', 'planets', 'languages', 'channels', 'wikipedias:Page'])
def test_any_other_universe_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='wikipedias, languages:PAGE'):
        asked(text)
