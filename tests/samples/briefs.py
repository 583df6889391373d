"""Whom a campaign wants to ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from outreach.audience.brief import Brief
from outreach.audience.significance import PlainRule
from outreach.audience.topic import Sources

BRIEF = Brief(
    None, 'Camp/Targets', 'en', Sources(banner=('B',)), ('*.w.test',), PlainRule(), '2021-01-01T00:00:00Z',
    timedelta(days=5), 'topic', 10, 20, (), ('No',), (), 365, 30, 2000, datetime(2026, 11, 26, tzinfo=UTC),
)  # fmt: skip
