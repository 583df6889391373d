"""What a page of news out of 100 sources costs: `python -m benchmarks.feeds`.

The sources are said by a scripted TLS server on this machine; no wiki takes part. The lower bound is
one request for each source, and no body for one that did not change.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'scripts'))

from outreach.feeds import feedpage
from outreach.feeds.collecting import FeedDesk, collect
from outreach.feeds.feedpage import NewsLayout, Region
from outreach.feeds.feedplan import FeedPlan, plan
from outreach.feeds.feedsettings import FeedSettings
from outreach.feeds.items import Languages
from outreach.feeds.sources import FeedSource, source
from outreach.fetchcache import FetchCache
from outreach.fetching import FetchedAnswer, Fetcher
from outreach.guardedreading import read_all
from outreach.reachable import AllowedHosts

from benchmarks.report import target
from sandbox.tlsserver import TlsServer, versioned

SOURCES, ITEMS, WORDS = 100, 25, 500
NOW = datetime.now(UTC)
HOSTILE = 5_000_000


def feed(number: int) -> bytes:
    """Return a feed of some items with whole texts, about 80 kB: the median of real ones."""
    items = []
    for item in range(ITEMS):
        moment = NOW - timedelta(hours=item * SOURCES + number)
        items.append(
            f'<item><title>Post {item} of {number}</title><link>https://n{number}.example.test/{item}</link>'
            f'<guid isPermaLink="false">https://n{number}.example.test/?p={item}</guid><category>a</category>'
            f'<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate>'
            f'<description>{"word &lt;b&gt;x&lt;/b&gt; " * (WORDS // 4)}</description></item>'
        )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def processor_time() -> float:
    """Return the seconds of processor time of this process and of those that it ran."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage)


def say(key: str, **_parameters: Any) -> str:
    """Return a text of the page."""
    return key


def run(
    server: TlsServer, cache: FetchCache, sources: Sequence[FeedSource], before: Region
) -> tuple[FeedPlan, float]:
    """Do what a run of post_feed does for one page; return its plan and the processor seconds."""
    fetcher = Fetcher(
        AllowedHosts.read(['*.example.test']),
        'benchmark',
        resolver=server.resolver,
        connector=server.connector,
        roots=server.roots,
    )
    wanted = FeedSettings('News', tuple(sources), length=100)
    layout = NewsLayout(wanted.form, wanted.show, {one.key: one for one in sources}, say)
    began = processor_time()
    readings = collect(FeedDesk(fetcher, cache, Languages(), NOW), sources)
    done = plan(wanted, readings, before, layout, NOW)
    feedpage.render(done.region, layout)
    return done, processor_time() - began


def main() -> int:
    """Measure, and say which targets are met."""
    lines = []
    with TlsServer().running() as server:
        for number in range(SOURCES):
            modified = 'Tue, 24 Nov 2026 10:00:00 GMT'
            server.say(f'n{number}.example.test', '/feed/', versioned(feed(number), '"1"', modified))
        sources = [source(f'https://n{number}.example.test/feed/') for number in range(SOURCES)]
        cache = FetchCache()
        first, seconds = run(server, cache, sources, Region())
        asked = len(server.requests)
        second, again = run(server, cache, sources, first.region)
        asked_again = len(server.requests) - asked
    body = b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>x</title><description>'
    began = time.monotonic()
    [bomb] = read_all(
        'outreach.feeds.reading',
        [FetchedAnswer(200, 'https://x.example.test/', {}, body + b'<div>' * (HOSTILE // 5))],
    )
    hostile = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    kilobytes = len(feed(1)) / 1000
    lines.append(
        f'{SOURCES} sources with {ITEMS} items each, {kilobytes:.0f} kB, {len(first.region.rows)} rows:'
    )
    lines.append(target('requests, first run', asked, SOURCES, f'{SOURCES}'))
    lines.append(target('processor seconds, first run', seconds, 30, 'under 30'))
    lines.append(target('requests, nothing changed', asked_again, SOURCES, f'{SOURCES}'))
    lines.append(target('processor seconds, nothing changed', again, 30, 'under 30'))
    lines.append(target('rows written without change', int(second.region != first.region), 0, 'none'))
    lines.append(target('seconds for 5 MB of nested tags', hostile, 15, 'under 15'))
    lines.append(target('memory of the reading process, MB', memory, 1500, 'under 1500'))
    refused = bomb is None or bool(bomb['why'] and not bomb['entries'])
    lines.append(target('nested tags read as a feed', int(not refused), 0, 'none'))
    print('\n'.join(lines))
    return 1 if any('MISSED' in line for line in lines) else 0


if __name__ == '__main__':
    sys.exit(main())
