"""Asking the sources of calendars: here the calendars that one process reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.asking import SourceAnswer, SourceState
from outreach.events import collecting
from outreach.events.campaignsource import CampaignDesk
from outreach.events.collecting import Desk, Question, collect, local_calendars
from outreach.events.eventsources import own_rows
from outreach.farm import Farm
from outreach.fetchcache import FetchCache
from outreach.fetching import MOST_BYTES, FetchedAnswer, Fetcher

from tests.events.samples import NOW, linker, wanted

GOOD = b'BEGIN:VCALENDAR ...'
SOURCES = '* ics:https://a.example/x.ics\n* ics:https://b.example/y.ics'


def told(answer: FetchedAnswer) -> dict[str, Any] | None:
    """Return what a reader makes of an answer: one that breaks, one that is no calendar, an empty one."""
    return {b'bomb': None, b'page': {'calendar': False, 'events': [], 'problems': ['it is HTML']}}.get(
        answer.body, {'calendar': True, 'events': [], 'problems': [], 'unread': []}
    )


def test_one_process_reads_all_calendars_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = {'https://a.example/x.ics': b'bomb', 'https://b.example/y.ics': GOOD}
    asked = {
        link: SourceAnswer(SourceState.FRESH, FetchedAnswer(200, link, {}, body))
        for link, body in bodies.items()
    }
    monkeypatch.setattr(collecting, 'ask_all', lambda *_: asked)
    calls: list[tuple[list[bytes], str]] = []

    def parse(answers: Sequence[FetchedAnswer], words: str) -> Sequence[Any]:
        calls.append(([one.body for one in answers], words))
        return [told(one) for one in answers]

    campaign = CampaignDesk(cast(Farm, SimpleNamespace()), FetchCache(), linker(), NOW)
    # two files of one name, in two folders
    desk = Desk(campaign, cast(Fetcher, None), {}, parse, {'one/c.ics': b'page', 'two/c.ics': GOOD})
    question = Question(wanted(sources=SOURCES), (), '', 'en', NOW.date())
    [readings] = collect(desk, [question], own_rows)
    assert [bodies for bodies, _ in calls] == [[b'bomb', GOOD, b'page', GOOD]]
    assert [one.state for one in readings] == [
        SourceState.FRESH, SourceState.FAILING, SourceState.FRESH, SourceState.FAILING, SourceState.FRESH,
    ]  # fmt: skip
    assert 'breaks the reader' in readings[1].detail
    assert 'it is HTML' in readings[3].detail
    assert campaign.cache.answer('https://a.example/x.ics') is None
    assert campaign.cache.answer('https://b.example/y.ics') is not None


def test_a_page_without_calendars_starts_no_process() -> None:
    def parse(answers: Sequence[FetchedAnswer], words: str) -> Sequence[Any]:
        raise AssertionError('there is nothing to read')

    campaign = CampaignDesk(cast(Farm, SimpleNamespace()), FetchCache(), linker(), NOW)
    desk = Desk(campaign, cast(Fetcher, None), {}, parse, {})
    question = Question(wanted(), (), '', 'en', NOW.date())
    readings = collect(desk, [question, question], own_rows)
    assert [len(some) for some in readings] == [1, 1]


def test_a_local_calendar_has_five_mebibytes_at_most(tmp_path: Path) -> None:
    """C9, C42"""
    fits, large = tmp_path / 'fits.ics', tmp_path / 'large.ics'
    fits.write_bytes(b'x' * MOST_BYTES)
    large.write_bytes(b'x' * (MOST_BYTES + 1))
    _, homeless = local_calendars(['~nobody-of-that-name/x.ics'])
    assert [str(one) for one in homeless] == [
        '-icsin:~nobody-of-that-name/x.ics: begins with ~ and an account that is not here'
    ]
    assert local_calendars([str(fits)]) == ({str(fits): fits.read_bytes()}, [])
    _, problems = local_calendars([str(fits), str(large), str(tmp_path / 'none.ics'), str(tmp_path)])
    told = [str(one) for one in problems]
    assert len(told) == 3
    assert told[0].startswith(f'-icsin:{large}: is larger than 5 MiB')
    assert 'cannot be read' in told[1]
