"""The requests of the scripts where production would punish another form."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.farm import Farm
from outreach.pace import BOT, CONTACT, ESTABLISHED, LOGGED_IN, RateClass
from outreach.sends import lintcontext
from outreach.sends.messagelint import with_footer
from outreach.sends.tracing import TraceRequest, read_traces
from outreach.wiki import Wiki

NOW = datetime(2026, 9, 10, tzinfo=UTC)


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
    wanted = cast('Any', SimpleNamespace(lists='Lists', campaign='Outreach'))
    around = lintcontext.read(farm, wanted, (), (), NOW)
    assert with_footer('Hello', around.footer) == sent


@pytest.mark.parametrize(
    ('known', 'logged_in', 'expected'),
    [
        (ESTABLISHED, True, ['sv.wikipedia.org']),
        (BOT, True, ['sv.wikipedia.org']),
        (LOGGED_IN, True, []),  # the gateway lets through no more than without a log-in
        (CONTACT, False, []),
        (ESTABLISHED, False, []),
    ],
)
def test_a_run_logs_in_where_it_may_ask_more_then(
    known: RateClass, *, logged_in: bool, expected: list[str]
) -> None:
    went: list[str] = []

    def wiki(host: str) -> Any:
        site = SimpleNamespace(logged_in=lambda: host == 'fr.wikipedia.org')
        return SimpleNamespace(site=site, may_log_in=lambda: went.append(host))

    farm = SimpleNamespace(
        home=SimpleNamespace(site=SimpleNamespace(logged_in=lambda: logged_in)),
        pace=SimpleNamespace(known=known),
        by_host={'sv.wikipedia.org': 1, 'fr.wikipedia.org': 1, 'de.wikipedia.org': 1},
        wiki=wiki,
    )
    counts = {'sv.wikipedia.org': 20, 'fr.wikipedia.org': 99, 'de.wikipedia.org': 19, 'elsewhere.org': 99}
    Farm.log_in_where(cast('Farm', farm), counts)
    assert went == expected
