"""How the campaign page comes to show what a run by hand has just done.

It shows the page of status, which `run_campaigns` alone writes: by the hour for the campaigns that it attends
to, and on request for others. What it runs itself needs no advice.
"""

from __future__ import annotations

from collections.abc import Mapping

from outreach import sites
from outreach.words import as_typed

# as requests are counted (`pace.kind`)
EDIT = 'edit'
# whose pages the page of status tells of
TELLING = frozenset((
    'build_targets', 'collect_signups', 'check_targets', 'send_message', 'check_delivery', 'log_promotion',
    'measure_campaign', 'update_pattern',
))  # fmt: skip

_watched: list[tuple[Mapping[str, int], str]] = []


def forget() -> None:
    """Forget the run before, if there was one in this process."""
    _watched.clear()


def watch_for_status(script: str, requests: Mapping[str, int], campaign: str) -> None:
    """Look what this run writes: `requests` count as they are answered, `campaign` is its page or ''."""
    if campaign and script in TELLING and not sites.attended():
        _watched[:] = [(requests, campaign)]


def lines() -> list[str]:
    """Return how the campaign page of the run is brought up to date, if it wrote anything."""
    return [advice(campaign) for requests, campaign in _watched if requests.get(EDIT)]


def advice(campaign: str) -> str:
    """Return the command that does it, as it is typed."""
    return f'The campaign page shows this after: pwb run_campaigns -status {as_typed(f"-only:{campaign}")}'
