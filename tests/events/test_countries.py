"""Countries by code and name."""

from __future__ import annotations

import pytest
from outreach.events import countries


@pytest.mark.parametrize(
    ('text', 'code'),
    [
        ('se', 'SE'),
        ('Sweden', 'SE'),
        ("Cote d'Ivoire", 'CI'),
        ('The Netherlands', 'NL'),
        ('Türkiye', 'TR'),
        ('Arcadia', ''),
        ('', ''),
    ],
)
def test_codes(text: str, code: str) -> None:
    assert countries.code_of(text) == code
    assert countries.country(text) == (code or text)


def test_every_country_has_a_middle_and_a_name_that_leads_back() -> None:
    rows = [row for row in countries.TABLE.replace('\n', ';').split(';') if row]
    codes = [row[:2] for row in rows]
    assert len(set(codes)) == len(codes) > 220
    for code in codes:
        latitude, longitude = countries.centre(code) or (999, 999)
        assert abs(latitude) < 90
        assert abs(longitude) <= 180
        assert countries.code_of(countries.english(code)) == code
    assert countries.centre('Arcadia') is None
