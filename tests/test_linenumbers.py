"""In which line of a text a place is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from outreach.linenumbers import LineNumbers


@given(st.text('a\n\r\u2028', max_size=20), st.integers(0, 20))
def test_lines_are_those_that_line_breaks_part(text: str, place: int) -> None:
    assert LineNumbers(text).at(place) == text[:place].count('\n') + 1
