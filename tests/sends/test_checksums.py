"""A summary says what was saved with it."""

from __future__ import annotations

import pytest
from outreach.sends.checksums import found, of, signed


def test_a_summary_gives_its_checksum_back() -> None:
    assert of('text') == '982d9e3eb996f559'
    assert signed('Planned', of('text')) == 'Planned (982d9e3eb996f559)'
    assert found(signed('Planned', of('text'))) == of('text')


@pytest.mark.parametrize(
    'summary', ['', 'Planned', '(982d9e3eb996f559) Planned', '(982D9E3EB996F559)', '(12)']
)
def test_a_summary_without_one_has_none(summary: str) -> None:
    assert found(summary) == ''
