"""Behind the gateway of Wikimedia's wikis: limits by minute, and wikis whose replicas lag."""

from __future__ import annotations

from sandbox import gateway
from sandbox.gateway import BUSY, Limits
from tests.sandbox.tools.stage import CHECK, EN, READERS, SEND, Stage


def test_writes_wait_while_a_wiki_is_behind_and_are_done_once(stage: Stage) -> None:
    stage.readers()
    limits = Limits(lag=3, busy=tuple(BUSY))
    with gateway.running(stage.farm.proxy, limits) as proxy:
        sent = stage.farm.pwb(*SEND, proxy=proxy.url)
        assert sent.returncode == 0, sent.stdout
        assert limits.lagged > 4
        stage.farm.run_jobs()
        checked = stage.farm.pwb(*CHECK, proxy=proxy.url)
    assert checked.returncode == 0, checked.stdout
    assert 'unknown' not in sent.stdout.lower()
    assert stage.sends() == [stage.page_title()]
    client = stage.farm.client(EN)
    talks = [client.text(f'User talk:{name}') or '' for name in READERS]
    assert [talk.count('Text of the message') for talk in talks] == [1] * 4


def test_a_wiki_that_goes_on_lagging_ends_a_send_that_was_not_made(stage: Stage) -> None:
    stage.readers()
    with gateway.running(stage.farm.proxy, Limits(lag=10_000)) as proxy:
        done = stage.farm.pwb(*SEND, proxy=proxy.url)
    assert done.returncode in (1, 3), done.stdout
    assert 'Traceback' not in done.stdout
    assert 'read-only' in done.stdout or 'readonly' in done.stdout
    assert stage.sends() == []
    # nothing was done, so the next run does all of it
    assert stage.run(SEND)
    assert stage.sends() == [stage.page_title()]


def test_a_limit_by_the_minute_costs_time_and_no_recipient(stage: Stage) -> None:
    stage.readers()
    limits = Limits(per_minute=5, minute=1.0)
    with gateway.running(stage.farm.proxy, limits) as proxy:
        done = stage.farm.pwb(*SEND, proxy=proxy.url, more="_outreach_rate_class = 'bot'\n")
    assert done.returncode == 0, done.stdout
    assert limits.refused > 0
    assert stage.sends() == [stage.page_title()]
