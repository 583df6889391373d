"""The libraries that only some runs need: the extras of pyproject.toml."""

from __future__ import annotations

from importlib.util import find_spec

# extra: its module, and what it is for
EXTRAS = {
    'replica': ('pymysql', 'to ask the Wiki Replicas in SQL (-replica)'),
    'feeds': ('feedparser', 'to read feeds (post_feed)'),
    'events': ('recurring_ical_events', 'to read and write calendars (post_events)'),
}


def installed(module: str) -> bool:
    """Return whether a module could be imported."""
    return find_spec(module) is not None
