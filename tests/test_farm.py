"""The wikis of a farm, asked at the same time, and at which pace."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from outreach import sites
from outreach.farm import LOG_IN, PACE, RIGHTS, Farm, identified, largest_first
from outreach.pace import ANONYMOUS, CONTACT, LOGGED_IN, UNLIMITED, Pace, RateClass
from outreach.problems import CannotTell, Stopped, Troubles, Unreachable, WikiError
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


class Home:
    """A wiki at which some steps of a log-in fail."""

    user_name, host = 'Bot', 'meta.w.test'

    def __init__(self, **fails: Exception) -> None:
        self.fails, self.asked = fails, list[str]()

    def _do(self, step: str) -> None:
        self.asked.append(step)
        if step in self.fails:
            raise self.fails[step]

    def log_in(self) -> None:
        self._do('log_in')

    def rights(self) -> frozenset[str]:
        self._do('rights')
        return frozenset({'edit'})

    def call(self, **_asked: str) -> None:
        self._do('call')

    def find_pace(self) -> None:
        self._do('pace')


def seen_from(home: Home) -> Farm:
    return cast('Farm', SimpleNamespace(home=home, find_pace=home.find_pace))


REFUSED, DOWN = Stopped('wrong password'), Unreachable('meta.w.test', 'gave no usable answer')


@pytest.mark.parametrize(
    ('home', 'failed', 'asked'),
    [
        (Home(), [], 'log_in rights pace'),
        (Home(log_in=REFUSED), [LOG_IN], 'log_in call pace'),
        (Home(rights=REFUSED), [RIGHTS], 'log_in rights call pace'),
        (Home(rights=DOWN), [RIGHTS], 'log_in rights call pace'),
        (Home(pace=DOWN), [PACE], 'log_in rights pace'),
        # it answers, if in another shape
        (Home(log_in=REFUSED, call=CannotTell('meta.w.test', 'x')), [LOG_IN], 'log_in call pace'),
    ],
)
def test_who_goes_on_notes_what_failed_at_the_beginning(home: Home, failed: list[str], asked: str) -> None:
    troubles = Troubles(go_on=True)
    rights = identified(seen_from(home), troubles)
    assert list(troubles.found) == failed
    assert rights == (frozenset() if {LOG_IN, RIGHTS} & set(failed) else {'edit'})
    assert ' '.join(home.asked) == asked


@pytest.mark.parametrize(
    'fails', [{'log_in': REFUSED}, {'rights': REFUSED}, {'rights': DOWN}, {'pace': DOWN}]
)
def test_all_others_end_there(fails: dict[str, Exception]) -> None:
    with pytest.raises((Stopped, WikiError)):
        identified(seen_from(Home(**fails)), Troubles())


def test_a_wiki_out_of_reach_ends_a_run_that_would_go_on() -> None:
    with pytest.raises(Unreachable):
        identified(seen_from(Home(log_in=REFUSED, call=DOWN)), Troubles(go_on=True))
