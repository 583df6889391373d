"""Hosts in cells of tables break behind their dots."""

from __future__ import annotations

import pytest
from outreach.hostlabels import breakable, parts


@pytest.mark.parametrize(
    ('host', 'shown'),
    [
        ('ar.wikipedia.org', 'ar.<wbr>wikipedia.<wbr>org'),
        ('localhost', 'localhost'),
        ('', ''),
        ('a.[b].c', 'a.<wbr>&#91;b&#93;.<wbr>c'),
    ],
)
def test_a_host_breaks_behind_its_dots_and_stays_text(host: str, shown: str) -> None:
    assert breakable(host) == shown
    assert ''.join(parts(host)) == host
