"""Who edited in a window of days, asked of many people at once on the wiki where they were asked.

Source: https://www.mediawiki.org/wiki/API:Usercontribs; edits of deleted pages are not told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.audience.accounts import active_since
from outreach.farm import Answers, Farm
from outreach.moments import iso
from outreach.wiki import Wiki


@dataclass(frozen=True)
class EditSpan:
    """Some people on a wiki, by their current names, and between which moments their edits count."""

    host: str
    start: datetime
    end: datetime
    names: frozenset[str]


def ask(
    farm: Farm, spans: Collection[EditSpan], topic: Mapping[str, Collection[str]] | None = None
) -> Answers[dict[EditSpan, set[str]]]:
    """Return by host who edited within each of the spans; with `topic` only edits of its pages there.

    A request for 50 (or 500) people, and as many more as there are replies. A wiki that does not answer is
    in `failed`: nobody knows of its people.
    """
    by_host: dict[str, list[EditSpan]] = {}
    for one in spans:
        by_host.setdefault(one.host, []).append(one)

    def work(wiki: Wiki) -> dict[EditSpan, set[str]]:
        titles = None if topic is None else set(topic.get(wiki.host, ()))
        return {one: who(wiki, one, titles) for one in by_host[wiki.host]}

    costs = {host: len(some) for host, some in by_host.items()}
    return farm.each(by_host, work, 'Asking who edited', costs)


def who(wiki: Wiki, span: EditSpan, titles: Collection[str] | None = None) -> set[str]:
    """Return those of the people of a span who edited within it; with `titles` these pages only."""
    if titles is None:
        return active_since(wiki, span.names, iso(span.start), iso(span.end))
    found: set[str] = set()
    if titles:
        # newest first, so a span begins with its end
        within = {'ucstart': iso(span.end), 'ucend': iso(span.start), 'ucnamespace': 0, 'uclimit': 'max'}
        asked = wiki.query_each('ucuser', sorted(span.names), list='usercontribs', ucprop='title', **within)
        for reply in asked:
            found |= {row['user'] for row in reply.get('usercontribs', ()) if row['title'] in titles}
    return found


def together(spans: Iterable[EditSpan]) -> list[EditSpan]:
    """Return spans of the same wiki and days as one."""
    names: dict[tuple[str, datetime, datetime], set[str]] = {}
    for one in spans:
        names.setdefault((one.host, one.start, one.end), set()).update(one.names)
    return [EditSpan(host, start, end, frozenset(some)) for (host, start, end), some in sorted(names.items())]
