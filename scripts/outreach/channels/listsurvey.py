"""Measuring mailing lists: three requests for each, by the fetcher that asks allowed hosts only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from outreach.channels.channelpages import ChannelPage
from outreach.channels.directory import NewRow
from outreach.channels.figures import MeasuredChannel
from outreach.channels.liveness import Thresholds
from outreach.channels.mailinglists import address_of, measure
from outreach.channels.survey import FoundChannel, Survey
from outreach.fetching import Fetcher, FetchFailed
from outreach.problems import Problem
from outreach.promotion.places import Place
from outreach.reachable import AllowedHosts, NotAllowed

MAILING_LIST = 'mailing list'
# an archive is not of our farm: whatever it answers is told, and nothing of it is believed
FAULTS = (FetchFailed, NotAllowed, ValueError, KeyError, TypeError)


def rows(lists: Sequence[tuple[str, str]]) -> list[NewRow]:
    """Return the row of each mailing list, a (name, host)."""
    return [
        NewRow(f'{MAILING_LIST} {name}@{host}', '', host, MAILING_LIST, place(name, host))
        for name, host in lists
    ]


def place(name: str, host: str) -> Place:
    """Return where the archive of a list is read."""
    return Place('', f'https://{host}/hyperkitty/list/{name}@{host}/')


def is_list(place: Place) -> bool:
    """Return whether a place off the wikis is the archive of a mailing list, which can be measured."""
    return not place.host and '/hyperkitty/list/' in place.page


def refused(lists: Sequence[tuple[str, str]], allowed: AllowedHosts) -> list[Problem]:
    """Name each list whose host the operator did not allow."""
    return [
        Problem(f'-lists:{name}@{host}', f'{host} is not among _outreach_hosts in user-config.py')
        for name, host in lists
        if host not in allowed
    ]


def survey(lists: Sequence[tuple[str, str]], fetcher: Fetcher, limits: Thresholds, now: datetime) -> Survey:
    """Measure mailing lists; one that does not answer, or answers otherwise than HyperKitty, has failed."""
    found: dict[str, FoundChannel] = {}
    failed: dict[str, str] = {}
    for name, host in lists:
        try:
            detail, threads, mails = (_json(fetcher, link) for link in address_of(name, host))
            verdict, activity, counted = measure(detail, threads['results'], mails['results'], now, limits)
        except FAULTS as error:
            failed[f'{name}@{host}'] = f'gave no usable answer ({type(error).__name__}: {error})'
            continue
        measured = MeasuredChannel(now.date(), verdict, activity, mails=counted)
        found[place(name, host).key] = FoundChannel(ChannelPage(f'{name}@{host}'), measured)
    return Survey(found, failed)


def _json(fetcher: Fetcher, link: str) -> Any:
    answer = fetcher.fetch(link)
    if answer.status in (401, 403, 404):
        return {'archive_policy': 'private', 'results': []}
    if answer.status != 200:
        raise FetchFailed(f'status {answer.status}')
    try:
        return json.loads(answer.body)
    except RecursionError:
        raise FetchFailed('no usable JSON') from None
