"""The wikis of a farm, asked at the same time, and at which pace."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach import pace, sites, wiki
from outreach.farm import LOG_IN, PACE, RIGHTS, Farm, identified, largest_first, rate_class
from outreach.pace import ANONYMOUS, CONTACT, LOGGED_IN, UNLIMITED, Pace, RateClass
from outreach.problems import CannotTell, Stopped, Troubles, Unreachable, WikiError
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

from tests.samples.cannedwiki import EN, SV
from tests.samples.recorded import answering, recorded

DE = WikiInfo('dewiki', 'de.w.test', 'de')
NOW = datetime(2026, 11, 27, tzinfo=UTC)


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

    def broken(_home: Wiki, _now: datetime) -> RateClass:
        raise Unreachable('meta.w.test', 'gave no usable answer')

    monkeypatch.setattr('outreach.farm.rate_class', broken)
    farm = Farm.__new__(Farm)
    farm.home = cast('Wiki', SimpleNamespace(site=SimpleNamespace(logged_in=lambda: logged_in)))
    farm.pace = Pace()
    with pytest.raises(Unreachable):
        farm.find_pace(NOW)
    assert farm.pace.known is least


@pytest.mark.parametrize(
    ('known', 'row'),
    [
        (LOGGED_IN, 'Pace of this run: at most 200 requests a minute, all wikis together (logged in).'),
        (pace.BOT, 'Pace of this run: no limit (approved bot).'),
        (UNLIMITED, 'Pace of this run: no limit (no gateway before these wikis).'),
    ],
)
def test_the_class_is_told_once_where_a_run_leaves_the_home_wiki(
    monkeypatch: pytest.MonkeyPatch, known: RateClass, row: str
) -> None:
    told: list[str] = []
    monkeypatch.setattr(wiki, 'tell', lambda *rows: told.extend(rows))
    monkeypatch.setattr(sites, 'at', lambda host, *_: SimpleNamespace(hostname=lambda: host))
    farm = Farm.__new__(Farm)
    farm.home = Wiki(SimpleNamespace(), EN)
    farm.pace, farm._wikis = Pace(), {EN.host: farm.home}
    farm.pace.known = known
    farm.__dict__['by_host'] = {info.host: info for info in (EN, SV, DE)}
    with pytest.raises(KeyError):
        farm.wiki('x.w.test')
    assert (farm.wiki(EN.host), told) == (farm.home, [])
    assert [farm.wiki(info.host).host for info in (SV, DE, SV)] == [SV.host, DE.host, SV.host]
    assert told == [row]


@pytest.mark.parametrize(
    ('told', 'rights', 'named', 'expected'),
    [
        ({}, (), None, pace.ESTABLISHED),
        ({'editcount': 999}, (), None, LOGGED_IN),
        ({'registration': '2026-11-26T00:00:00Z'}, (), None, LOGGED_IN),
        ({'registration': None}, (), None, LOGGED_IN),
        ({'groups': ['local-bot'], 'editcount': 12}, (), None, pace.BOT),
        ({'editcount': 0, 'merged': []}, ('bot',), None, pace.BOT),
        ({'editcount': 999}, (), 'established', pace.ESTABLISHED),
    ],
)
def test_the_class_of_our_account_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
    told: dict[str, Any],
    rights: tuple[str, ...],
    named: str | None,
    expected: RateClass,
) -> None:
    """Its edits on all wikis and its age tell who is established; what the operator says wins."""
    reply = recorded('globaluserinfo')[0].reply
    info = {**reply['query']['globaluserinfo'], **told}
    info = {name: value for name, value in info.items() if value is not None}
    home = answering(monkeypatch, {**reply, 'query': {'globaluserinfo': info}})
    monkeypatch.setattr(home.site, 'logged_in', lambda: True)
    monkeypatch.setattr(home.site, 'has_right', lambda right: right in rights)
    monkeypatch.setattr(sites, 'behind_gateway', lambda _site: True)
    monkeypatch.setattr(sites, 'on_toolforge', lambda: False)
    monkeypatch.setattr(wiki, 'configured', lambda _name: named)
    assert rate_class(home, NOW) is expected


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

    def find_pace(self, _now: datetime) -> None:
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
    rights = identified(seen_from(home), troubles, NOW)
    assert list(troubles.found) == failed
    assert rights == (frozenset() if {LOG_IN, RIGHTS} & set(failed) else {'edit'})
    assert ' '.join(home.asked) == asked


@pytest.mark.parametrize(
    'fails', [{'log_in': REFUSED}, {'rights': REFUSED}, {'rights': DOWN}, {'pace': DOWN}]
)
def test_all_others_end_there(fails: dict[str, Exception]) -> None:
    with pytest.raises((Stopped, WikiError)):
        identified(seen_from(Home(**fails)), Troubles(), NOW)


def test_a_wiki_out_of_reach_ends_a_run_that_would_go_on() -> None:
    with pytest.raises(Unreachable):
        identified(seen_from(Home(log_in=REFUSED, call=DOWN)), Troubles(go_on=True), NOW)


def test_what_a_run_costs_is_said_in_sentences() -> None:
    farm = Farm.__new__(Farm)
    for known, last in (
        (UNLIMITED, 'No gateway before these wikis counts our requests: there is no limit.'),
        (pace.BOT, 'Our requests count as approved bot: no limit.'),
    ):
        farm.pace = Pace()
        farm.pace.known = known
        assert farm.cost(100)[1] == last
