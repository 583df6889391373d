"""The wikis of a farm, asked at the same time, and at which pace."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from outreach import sites
from outreach.farm import Farm, largest_first
from outreach.pace import ANONYMOUS, CONTACT, LOGGED_IN, UNLIMITED, Pace, RateClass
from outreach.problems import Unreachable
from outreach.wiki import Wiki


def test_the_wiki_with_most_to_ask_is_begun_first() -> None:
    assert largest_first({'a': 'x', 'c': 'xyz', 'b': 'xyz'}) == ['b', 'c', 'a']


@pytest.mark.parametrize(
    ('gateway', 'logged_in', 'contact', 'least'),
    [
        (True, True, True, LOGGED_IN),
        (True, False, True, CONTACT),
        (True, False, False, ANONYMOUS),
        (False, True, True, UNLIMITED),
    ],
)
def test_where_the_class_cannot_be_found_out_the_pace_is_the_least(
    monkeypatch: pytest.MonkeyPatch, least: RateClass, *, gateway: bool, logged_in: bool, contact: bool
) -> None:
    monkeypatch.setattr(sites, 'behind_gateway', lambda _site: gateway)
    monkeypatch.setattr(sites, 'has_contact', lambda: contact)

    def broken(_home: Wiki) -> RateClass:
        raise Unreachable('meta.w.test', 'gave no usable answer')

    monkeypatch.setattr('outreach.farm.rate_class', broken)
    farm = Farm.__new__(Farm)
    farm.home = cast('Wiki', SimpleNamespace(site=SimpleNamespace(logged_in=lambda: logged_in)))
    farm.pace = Pace()
    with pytest.raises(Unreachable):
        farm.find_pace()
    assert farm.pace.known is least
