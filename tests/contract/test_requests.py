"""The requests of the scripts where production would punish another form."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.audience.brief import source_wiki
from outreach.farm import WORTH_A_LOG_IN, Farm, batches
from outreach.pace import ANONYMOUS, BOT, CONTACT, ESTABLISHED, LOGGED_IN, TOOLFORGE, UNLIMITED, RateClass
from outreach.sends import lintcontext
from outreach.sends.messagelint import with_footer
from outreach.sends.tracing import TraceRequest, read_traces
from outreach.wiki import Wiki

NOW = datetime(2026, 9, 10, tzinfo=UTC)
SCRIPTS = Path(__file__).parents[2] / 'scripts'


class Asked:
    """A wiki that keeps what it is asked, and answers with nothing in it."""

    host, dbname = 'meta.wikimedia.org', 'metawiki'

    def __init__(self, **reply: Any) -> None:
        self.asked: list[dict[str, Any]] = []
        self.reply = {'namespaces': {}, 'namespacealiases': [], 'logevents': [], 'usercontribs': [], **reply}

    def query(self, **parameters: Any) -> list[dict[str, Any]]:
        self.asked.append(parameters)
        return [self.reply]

    def query_each(self, *_about: Any, **_more: Any) -> list[dict[str, Any]]:
        return []

    def call(self, **parameters: Any) -> dict[str, Any]:
        self.asked.append(parameters)
        return {'query': self.reply}


def test_a_trace_ends_a_week_after_the_last_send() -> None:
    wiki = Asked()
    pages = [
        SimpleNamespace(
            subject='Hello',
            title='Outreach/Send 1/en',
            every_send=(SimpleNamespace(stamp='2026-09-01T00:00:00Z'),),
        ),
        SimpleNamespace(
            subject='Hello',
            title='Outreach/Send 1/en',
            every_send=(SimpleNamespace(stamp='2026-09-03T00:00:00Z'),),
        ),
    ]
    read_traces(cast('Wiki', wiki), [TraceRequest(cast('Any', page), ()) for page in pages])
    [asked] = wiki.asked
    assert (asked['ucstart'], asked['ucend']) == ('2026-09-01T00:00:00Z', '2026-09-10T00:00:00Z')
    assert (asked['lestart'], asked['leend']) == ('2026-09-01T00:00:00Z', '2026-09-10T00:00:00Z')


@pytest.mark.parametrize(
    ('said', 'sent'),
    [('', 'Hello'), ('  \n', 'Hello'), ('-', 'Hello\n-'), ('Sent by us', 'Hello\nSent by us')],
)
def test_a_footer_of_a_dash_is_a_footer(said: str, sent: str) -> None:
    # MassMessageRequestParser appends whatever is left after trim()
    home = Asked(interwikimap=[], allmessages=[{'name': lintcontext.FOOTER, 'content': said}])
    farm = cast('Farm', SimpleNamespace(home=home, matrix=()))
    wanted = cast('Any', SimpleNamespace(lists='Lists', campaign='Outreach', consent=''))
    around = lintcontext.read(farm, wanted, (), (), NOW)
    assert with_footer('Hello', around.footer) == sent


MANY = ['sv.wikipedia.org', 'et.wikipedia.org']


@pytest.mark.parametrize(
    ('known', 'logged_in', 'expected'),
    [
        (ESTABLISHED, True, MANY),
        (BOT, True, MANY),
        # without a log-in its requests are a stranger's, and only the gateway knows that it is established
        (LOGGED_IN, True, MANY),
        (TOOLFORGE, True, MANY),
        (ANONYMOUS, False, []),
        (UNLIMITED, True, []),
        (CONTACT, False, []),
        (ESTABLISHED, False, []),
    ],
)
def test_a_run_logs_in_where_a_gateway_asks_who_it_is(
    known: RateClass, *, logged_in: bool, expected: list[str]
) -> None:
    went: list[str] = []

    def wiki(host: str, asked: int, *, inside: bool = False, tried: bool = False) -> Any:
        site = SimpleNamespace(logged_in=lambda: inside)
        log_in = partial(went.append, host)
        return SimpleNamespace(host=host, site=site, calls=asked, tried_to_log_in=tried, may_log_in=log_in)

    wikis = [
        wiki('sv.wikipedia.org', 0),
        wiki('et.wikipedia.org', 15),
        wiki('fr.wikipedia.org', 0, inside=True),
        wiki('no.wikipedia.org', 99, tried=True),
        wiki('de.wikipedia.org', 0),
    ]
    farm = SimpleNamespace(
        home=SimpleNamespace(site=SimpleNamespace(logged_in=lambda: logged_in)),
        pace=SimpleNamespace(known=known),
    )
    to_come = {'sv.wikipedia.org': 20, 'et.wikipedia.org': 5, 'fr.wikipedia.org': 99, 'de.wikipedia.org': 19}
    Farm.log_in_where(cast('Farm', farm), wikis, to_come)
    assert went == expected


# what takes a request or a few of each wiki, however many people or pages there are
FEW = {
    'Opt-outs', 'Namespaces', 'active editors', 'posts', 'Asking for blocked links', 'Asking the wikis',
    'village pumps',  # of all wikis, from the one with their items
    'Accounts',  # of a person on the replicas, where nobody counts requests
}  # fmt: skip


def test_where_many_reads_may_follow_their_number_is_told_beforehand() -> None:
    """Else a wiki is read without a log-in of our own, be it with a thousand requests."""
    calls = [
        (path.stem, node)
        for path in SCRIPTS.rglob('*.py')
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith('farm.each')
    ]
    untold = [(name, ast.literal_eval(node.args[2])) for name, node in calls if len(node.args) < 4]
    assert len(calls) > 20
    assert {label for _, label in untold} <= FEW
    assert [name for name, label in untold if label == 'Accounts'] == ['replica']
    assert [name for name, label in untold if label == 'Asking the wikis'] == ['tracing']


# modules that ask one wiki a request or a few, or that only ask how much it may be asked for at once
FEW_OF_ONE = {
    'signups/lookup', 'audience/source', 'audience/judge', 'checks/probes', 'check_setup', 'siteinfo',
    'channels/liaisons', 'channels/sources', 'events/collecting', 'events/campaignsource',
    'audience/organizers',
}  # fmt: skip


def test_a_wiki_that_is_read_by_itself_is_logged_in_to_where_many_reads_may_follow() -> None:
    direct = set()
    for path in SCRIPTS.rglob('*.py'):
        calls = [
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
            if isinstance(node, ast.Call)
        ]
        if any(one.endswith('farm.wiki') for one in calls) and 'farm.log_in_where' not in calls:
            name = path.relative_to(SCRIPTS).with_suffix('').as_posix()
            direct.add(name.removeprefix('outreach/'))
    assert direct == FEW_OF_ONE


def test_the_wiki_of_the_topic_is_logged_in_to() -> None:
    found, told = SimpleNamespace(host='en.wikipedia.org'), list[tuple[str, int]]()

    def note(wikis: Any, requests: dict[str, int]) -> None:
        told.extend((wiki.host, requests[wiki.host]) for wiki in wikis)

    farm = cast('Farm', SimpleNamespace(wiki=lambda _host: found, log_in_where=note))
    assert cast('Any', source_wiki(farm, 'en.wikipedia.org')) is found
    assert told == [('en.wikipedia.org', WORTH_A_LOG_IN)]


def test_batches_are_of_fifty() -> None:
    assert batches({'a': range(0), 'b': range(1), 'c': range(50), 'd': range(51)}) == {
        'a': 0, 'b': 1, 'c': 1, 'd': 2,
    }  # fmt: skip
