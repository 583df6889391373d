"""A first look goes on behind whatever fails: each failure is a row, and all other rows are there."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import check_setup
import pytest
import pywikibot
from outreach import campaignevents, restroutes
from outreach.audience import replica
from outreach.checks import probes, requestforms, setupreport
from outreach.checks.setupreport import GRANTS, SetupAnswer, SetupRow
from outreach.farm import LOG_IN, PACE, RIGHTS, Farm
from outreach.installing import Fate, Installation
from outreach.pace import Pace
from outreach.pages import Page
from outreach.problems import Stopped, Unreachable, WikiError
from outreach.run import PAGE, Run
from outreach.settings import from_command_line, resolve
from outreach.trust import Trust
from outreach.wiki import Wiki
from pywikibot import config

from tests.samples.cannedwiki import EN, Canned
from tests.samples.recorded import answering, recorded

NOW = datetime(2026, 11, 27, tzinfo=UTC)
DOWN = Unreachable(EN.host, 'gave no usable answer')
REFUSED = Stopped('Could not log in: wrong password')
WRONG = (SetupAnswer.NO, SetupAnswer.UNKNOWN)


class Home(Canned):
    """A wiki that answers no question."""

    user_name, stop_pages = 'Bot', ('User:Bot/stop',)
    family = SimpleNamespace(name='wikipedia')
    site = SimpleNamespace(logged_in=lambda: False, code='en', family=family, username=lambda: 'Bot')

    def __init__(self) -> None:
        super().__init__(lambda _asked: {}, EN)

    def call(self, **_parameters: Any) -> Mapping[str, Any]:
        raise DOWN

    def read_many(self, _titles: object) -> Any:
        raise DOWN


def made(*args: str, troubles: Mapping[str, Stopped | WikiError] | None = None) -> Run:
    """Return a run as it is after a beginning with these troubles."""
    given = resolve(check_setup.SETTINGS, from_command_line(args, check_setup.SETTINGS)[0])
    home = cast('Wiki', Home())
    seen = Farm.__new__(Farm)
    seen.home, seen.requests, seen.pace, seen._wikis = home, Counter(), Pace(), {EN.host: home}
    rights = frozenset({'edit', 'createpage', 'massmessage'})
    trusted = Trust(home, frozenset())
    return Run(
        'check_setup',
        seen,
        given,
        lambda key, **_: key,
        NOW,
        rights,
        Counter(),
        trusted,
        troubles=troubles or {},
    )


@pytest.fixture(autouse=True)
def _no_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*_about: Any, **_more: Any) -> Any:
        raise DOWN

    monkeypatch.setattr(restroutes, 'ask', ask)


def looked(one: Run) -> dict[str, SetupRow]:
    return {row.question: row for row in check_setup.look(one, check_setup.Record('2026-11-27'))}


ALL = {
    *requestforms.forms('Bot'),
    *(f'action={name}' for name in requestforms.WRITES),
    probes.EVENTS, probes.FORMS, probes.PROTECTED,
    *(f'REST {route.format("…")}' for route in campaignevents.SHAPES),
    'user agent has a contact', 'requests a minute', 'pages can be read', 'deliveries',
    f'opting out on {EN.host}', 'replicas', 'on Toolforge',
}  # fmt: skip


@pytest.mark.parametrize(
    ('troubles', 'named'),
    [
        (
            {},
            {
                'logged in': 'yes',
                'may send messages': 'yes',
                'requests a minute': 'yes',
                GRANTS: 'cannot tell',
            },
        ),
        ({LOG_IN: REFUSED}, {'logged in': 'no', 'rights': 'cannot tell'}),
        ({RIGHTS: DOWN}, {'logged in': 'yes', 'rights': 'cannot tell'}),
        ({RIGHTS: Stopped('Bot is blocked')}, {'logged in': 'yes', 'rights': 'no'}),
        ({PACE: DOWN}, {'requests a minute': 'cannot tell'}),
        ({PAGE: DOWN}, {'campaign page': 'cannot tell'}),
    ],
)
def test_what_failed_at_the_beginning_is_a_row_beside_all_others(
    troubles: dict[str, Stopped | WikiError], named: Mapping[str, str]
) -> None:
    rows = looked(made(troubles=troubles))
    assert {name: rows[name].verdict.value for name in named} == named
    assert rows.keys() >= ALL
    for failed in troubles.values():
        assert [row for row in rows.values() if str(failed) in row.found and row.todo]
    assert [name for name, row in rows.items() if row.verdict in WRONG and not row.todo] == []
    # of who is not logged in, or did not hear its rights, none is claimed
    assert ('may send messages' in rows) is not bool(troubles.keys() & {LOG_IN, RIGHTS})


@pytest.mark.parametrize('args', [('-wikis:*.w.test',), ('-source:sv.w.test',)])
def test_where_nobody_tells_which_wikis_there_are_the_others_rows_are_there(args: tuple[str, ...]) -> None:
    rows = looked(made(*args))
    assert rows.keys() >= ALL
    assert (rows['wikis of -wikis and -source'].verdict, rows['action=sitematrix'].verdict) == (
        SetupAnswer.UNKNOWN, SetupAnswer.NO,
    )  # fmt: skip


NOTHING_LISTED = {'parse': {'text': f'<div class="{campaignevents.OURS}list"></div>'}}


@pytest.mark.parametrize(
    ('reply', 'verdict'),
    [
        (NOTHING_LISTED, SetupAnswer.YES),
        ({'parse': {'text': '<p>[[:Special:AllEvents]]</p>'}}, SetupAnswer.UNUSED),
        ({'parse': {'textx': NOTHING_LISTED['parse']['text']}}, SetupAnswer.UNKNOWN),
        ({'parsex': NOTHING_LISTED['parse']}, SetupAnswer.UNKNOWN),
    ],
)
def test_a_list_of_events_that_cannot_be_read_is_a_row(
    monkeypatch: pytest.MonkeyPatch, reply: Mapping[str, Any], verdict: SetupAnswer
) -> None:
    farm = cast('Farm', SimpleNamespace(home=answering(monkeypatch, reply), by_host={}))
    first, *_ = probes.routes(farm, lambda *_: None, NOW.date())
    assert (first.question, first.verdict) == (probes.EVENTS, verdict)


def test_what_does_not_work_ends_with_1(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[str, str, str]] = []
    monkeypatch.setattr(check_setup, 'begin', lambda *_args, go_on: made(troubles={LOG_IN: REFUSED}))
    monkeypatch.setattr(check_setup, 'tell_table', lambda rows: told.extend(rows))
    monkeypatch.setattr(check_setup, 'tell', lambda *_lines: None)
    assert check_setup.main() == 1
    assert next(said for question, _, said in told if question == 'logged in').startswith(str(REFUSED))


def test_what_the_groups_of_our_account_give_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    [reply] = [one.reply for one in recorded('wiki') if one.request.get('meta') == 'userinfo|siteinfo']
    given = {'createaccount', 'createpage', 'edit', 'massmessage', 'read', 'sendemail'}
    assert probes.of_groups(answering(monkeypatch, reply)) == given


@pytest.mark.parametrize(
    ('args', 'setting', 'tried'),
    [
        ((), {}, False),
        (('-replica',), {}, True),
        ((), {'db_hostname_format': '{0}.analytics.db.svc.wikimedia.cloud'}, True),
        ((), {'db_username': 'u1234'}, True),
        ((), {'db_hostname_format': ''}, False),
    ],
)
def test_replicas_are_tried_where_they_are_configured(
    monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], setting: Mapping[str, str], *, tried: bool
) -> None:
    for name, value in setting.items():
        monkeypatch.setattr(config, name, value)
    servers: list[replica.Server] = []

    class Source:
        def __init__(self, _farm: Farm, server: replica.Server) -> None:
            servers.append(server)

        def tried(self, *_about: object) -> list[tuple[str, None]]:
            return [(name, None) for name in replica.OF_WIKI]

    monkeypatch.setattr(replica, 'ReplicaSource', Source)
    rows = {row.question: row.verdict for row in check_setup.replicas(made(*args), cast('Wiki', Home()))}
    names = {f'replica: {name}' for name in replica.OF_WIKI}
    assert rows == (dict.fromkeys(names, SetupAnswer.YES) if tried else {'replicas': SetupAnswer.UNUSED})
    assert [one.host_format for one in servers] == [config.db_hostname_format] * tried


@pytest.mark.parametrize(
    ('code', 'warned'), [('no-module', []), ('internal', ['API warning (main): no such thing'])]
)
def test_what_the_api_warns_of_a_form_that_is_not_used_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, code: str, warned: list[str]
) -> None:
    said: list[str] = []
    pywikibot.info('Pywikibot sets up its handlers with the first line.')
    monkeypatch.setattr(
        logging.getLogger('pywiki'), 'callHandlers', lambda record: said.append(record.getMessage())
    )

    class Warned(Home):
        def call(self, **_parameters: Any) -> Mapping[str, Any]:
            pywikibot.warning('API warning (main): no such thing')
            raise WikiError(EN.host, 'is not there', code)

    wiki = cast('Wiki', Warned())
    row = probes._asked(wiki, 'list=x', {'action': 'query'}, lambda _form, _reply: None)
    assert row.verdict is (SetupAnswer.NO if warned else SetupAnswer.UNUSED)
    assert said == warned


def test_rows_that_need_something_are_named_behind_the_table() -> None:
    rows = [SetupRow('logged in', SetupAnswer.NO), SetupRow('tool x', SetupAnswer.UNKNOWN)]
    assert setupreport.to_look_at(rows) == 'look at 2: logged in; tool x.'
    assert setupreport.to_look_at([]) == 'nothing to look at.'


@pytest.mark.parametrize(
    ('title', 'fate', 'user', 'spoilt'),
    [
        ('Mall:Outreach campaign/leave', Fate.THEIRS, 'Eve', True),
        ('Mall:Outreach campaign/leave', Fate.THEIRS, 'Ann', False),
        ('Template:Target', Fate.THEIRS, 'Eve', False),
        ('Template:Target', Fate.REPLACED, 'Eve', True),
        ('Template:Outreach campaign', Fate.SAME, 'Eve', False),
    ],
)
def test_a_form_of_ours_that_a_stranger_left_otherwise_is_spoilt(
    title: str, fate: Fate, user: str, *, spoilt: bool
) -> None:
    trusted: Any = {'Ann'}
    assert probes._spoilt(Installation(Page(title, 'x', 5, user=user), 'y', fate), trusted) is spoilt
