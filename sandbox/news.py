"""News for the sandbox: a server of feeds that `pwb post_feed` asks instead of the outside world."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from sandbox.tlsserver import ADDRESS, TlsServer, versioned

PAGE = 'Outreach/Medicine/News'
BLOG, PLANET = 'diff.wikimedia.test', 'en.planet.wikimedia.test'
SETTINGS = f"""News that our campaign is made of. Write above or below the list.

{{{{Outreach feed
| sources =
* https://{BLOG}/feed/ – Diff
* https://{PLANET}/rss20.xml – Planet
| period = 90 days
| show = date, source, tags
}}}}

== News ==
<!-- outreach:begin feed -->
<!-- outreach:end feed -->

== What people say ==
This stays as it is."""

# title, tags, days ago, number of the post; the planet carries one of the posts too
POSTS = (
    ('A hundred articles about vaccines, and who wrote them', ('Medicine', 'English'), 2, 41),
    ('ورشة عمل عن مقالات الطب في القاهرة', ('Medicine', 'العربية'), 5, 37),
    ('Så skrev vi om hjärtat: en helg i Malmö', ('Medicine', 'Svenska'), 9, 35),
    ('Cómo traducir <i>sin</i> perder las fuentes', ('Translation', 'Español'), 16, 30),
)
OF_OTHERS = (
    ('A hundred articles about vaccines, and who wrote them', (), 2, 41),
    ('What a librarian reads in footnotes', ('Libraries',), 3, 900),
)


@contextmanager
def news_server(directory: Path) -> Iterator[TlsServer]:
    """Serve feeds until the block ends; `directory` is that of the farm, whose scripts are led here."""
    server, file = TlsServer(), directory / 'outside.json'
    with server.running():
        file.write_text(json.dumps({'port': server.port, 'address': ADDRESS, 'roots': server.roots}))
        try:
            yield server
        finally:
            file.unlink()


def tell(server: TlsServer, now: datetime) -> None:
    """Tell a server the news of the demo."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for host, path, posts, tracked in (
        (BLOG, '/feed/', POSTS, ''),
        (PLANET, '/rss20.xml', OF_OTHERS, '?utm_source=planet'),
    ):
        items = ''.join(_item(post, midnight, tracked) for post in posts)
        feed = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><language>en</language>{items}</channel></rss>'
        )
        server.say(host, path, versioned(feed.encode(), '"1"', 'Tue, 24 Nov 2026 10:00:00 GMT'))


def _item(post: tuple[str, tuple[str, ...], int, int], midnight: datetime, tracked: str) -> str:
    title, tags, days, number = post
    date = midnight - timedelta(days=days) + timedelta(hours=9)
    categories = ''.join(f'<category>{escape(tag)}</category>' for tag in tags)
    return (
        f'<item><title>{escape(title)}</title><link>https://{BLOG}/{number}/{tracked}</link>'
        f'<guid isPermaLink="false">https://{BLOG}/?p={number}</guid>{categories}'
        f'<pubDate>{date:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>'
    )
