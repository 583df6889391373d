"""A wiki that answers with recorded replies, so that the readers of the scripts can be tried on them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach import replies, replyshapes
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki
from pywikibot.data import api

REPLIES = Path(__file__).parents[1] / 'contract' / 'replies'


@dataclass(frozen=True)
class Recorded:
    """A reply to a request, and where in production's code its form was read."""

    name: str
    source: str
    date: str
    request: Mapping[str, Any]
    reply: Any

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Spoiled:
    """A recorded reply in which one key that has to be there is gone, or is called otherwise."""

    recorded: Recorded
    key: str
    reply: dict[str, Any]

    def __str__(self) -> str:
        return f'{self.recorded} without {self.key}'


def recorded(form: str = '*') -> list[Recorded]:
    """Return the replies of Action APIs that are on file, of one form or of all."""
    return [one for one in every(form) if 'action' in one.request]


def every(form: str = '*') -> list[Recorded]:
    """Return all that is on file of a form, answers of tools and of REST routes too."""
    found = []
    for path in sorted(REPLIES.glob(f'{form}.json')):
        for number, one in enumerate(json.loads(path.read_text(encoding='utf-8')), 1):
            found.append(
                Recorded(f'{path.stem} {number}', one['source'], one['date'], one['request'], one['reply'])
            )
    return found


def spoiled(one: Recorded, *, rename: bool = False) -> Iterator[Spoiled]:
    """Return the reply once for each key that has to be in it, without that key or with another name."""
    count = len(_needed(one, one.reply))
    for number in range(count):
        reply = copy.deepcopy(one.reply)
        found = _needed(one, reply)[number]
        entry = cast('dict[str, Any]', found.entry)
        value = entry.pop(found.key)
        if rename:
            entry[f'{found.key}x'] = value
        yield Spoiled(one, f'{found.place}{found.key}', reply)


def _needed(one: Recorded, reply: dict[str, Any]) -> list[replies.WrongKey]:
    asked = replies.asked_in(one.request)
    return list(replies.findings(replyshapes.shape_of(asked, reply), reply, asked))


def answering(
    monkeypatch: pytest.MonkeyPatch, *answers: Mapping[str, Any], host: str = 'sv.wikipedia.org'
) -> Wiki:
    """Return a wiki that gives these replies one after the other, the last one again and again."""
    waiting = list(answers)

    class Request:
        def __init__(self, **_about: Any) -> None:
            pass

        def submit(self) -> Mapping[str, Any]:
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    site = SimpleNamespace(
        logged_in=lambda: False,
        username=lambda: 'Outreach-bot',
        tokens={'csrf': 'token'},
        has_right=lambda _: False,
    )
    monkeypatch.setattr(api, 'Request', Request)
    return Wiki(site, WikiInfo('svwiki', host, 'sv'))
