"""The page of places."""

from __future__ import annotations

from outreach.events.places import read


def test_places_and_mistakes() -> None:
    """C30"""
    found, problems = read(
        'Places:\n* [[Esino Lario]] = 46.0, 9.33\n* Mars = far\n* <s>Old = 1, 1</s>\n', 'P'
    )
    assert found == {'esino lario': (46.0, 9.33)}
    assert [place for place, _ in problems] == ['P, line 3']
