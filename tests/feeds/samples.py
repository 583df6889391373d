"""Feeds in the shapes that sites really serve, written by hand, with invented content."""

from __future__ import annotations

import json
from typing import Any

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:discourse="http://www.discourse.org/">
<channel><title>Blog</title><link>https://blog.example</link><language>en-US</language>{items}</channel></rss>"""


def rss(*items: str) -> bytes:
    return RSS.replace('{items}', ''.join(items)).encode()


def rss_item(
    number: int, title: str, *, date: str = 'Tue, 24 Nov 2026 10:00:00 +0000', more: str = ''
) -> str:
    return (
        f'<item><title>{title}</title><link>https://blog.example/{number}/</link>'
        f'<guid isPermaLink="false">https://blog.example/?p={number}</guid>'
        f'<pubDate>{date}</pubDate>{more}</item>'
    )


WORDPRESS = rss(
    rss_item(
        7,
        'Photos &amp; &#8216;sounds&#8217;',
        more='<dc:creator><![CDATA[Ana &amp; Bo]]></dc:creator>'
        '<category><![CDATA[Arts &amp; culture]]></category>'
        '<category><![CDATA[Español]]></category><description><![CDATA[<p>Short […]</p>]]></description>'
        '<content:encoded><![CDATA[<p>See <a href="https://other.example/x">this</a></p>]]></content:encoded>'
        '<slash:comments>3</slash:comments>',
    )
)

DISCOURSE_RSS = rss(
    '<item><title>About that post</title><dc:creator><![CDATA[bo]]></dc:creator><category>Events</category>'
    '<description><![CDATA[<p>Read <a href="https://blog.example/7/?utm_source=x">the post</a></p>]]>'
    '</description>'
    '<link>https://forum.example/t/about-that-post/12</link>'
    '<pubDate>Tue, 24 Nov 2026 12:00:00 +0000</pubDate>'
    '<discourse:topicPinned>No</discourse:topicPinned>'
    '<guid isPermaLink="false">forum.example-topic-12</guid></item>'
)

ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv">
<title>Nytt</title><id>urn:x</id><updated>2026-11-24T10:00:00+01:00</updated>
<entry><title type="html">K&amp;ouml;p &lt;b&gt;nu&lt;/b&gt;</title><id>tag:blog.example,2026:1</id>
<link href="/2026/ett"/><published>2026-11-24T10:00:00+01:00</published>
<author><name>Bo</name></author></entry>
</feed>"""

TECH_NEWS = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Tech News</title><id>x</id><updated>2026-11-24T10:00:00Z</updated>
<entry><id>https://meta.example/technews/48</id><title>Tech News</title>
<link rel="alternate" type="text/html" href="https://meta.example/technews/48"/><updated>2026-11-23T00:00:00Z</updated></entry>
<entry><id>https://meta.example/technews/47</id><title>Tech News</title>
<link rel="alternate" type="text/html" href="https://meta.example/technews/47"/><updated>2026-11-16T00:00:00Z</updated></entry>
</feed>"""

HYPERKITTY = rss(
    *(
        f'<item><title>{title}</title><link>https://lists.example/message/{number}/</link>'
        f'<author>bo＠people.example (Bo)</author><pubDate>Tue, {day} Nov 2026 10:00:00 +0000</pubDate>'
        f'<guid>https://lists.example/message/{number}/</guid>'
        '<description>body bo@people.example</description></item>'
        for number, title, day in (
            ('C', 'Re: [News-l] Re: Where to meet', 24),
            ('B', '[News-l] Other things', 23),
            ('A', '[News-l] Where to meet', 22),
        )
    )
)

TOPICS: dict[str, Any] = {
    'users': [{'id': 5, 'username': 'ana'}],
    'topic_list': {
        'topics': [
            {
                'id': 12, 'title': 'Hello', 'slug': 'hello', 'created_at': '2026-11-24T10:00:00.000Z',
                'tags': ['events', {'id': 1, 'name': 'africa'}], 'posts_count': 4, 'pinned': True,
                'posters': [{'user_id': 5}], 'featured_link': 'https://blog.example/7/',
            },
            {'id': 'x'},
            None,
        ]
    },
}  # fmt: skip
DISCOURSE_JSON = json.dumps(TOPICS).encode()

JSON_FEED = json.dumps(
    {
        'version': 'https://jsonfeed.org/version/1.1',
        'language': 'de',
        'items': [
            {
                'id': 5, 'url': '/eins', 'title': 'Eins', 'date_published': '2026-11-24T10:00:00+01:00',
                'authors': [{'name': 'Ana'}], 'author': {'name': 'Old'}, 'tags': ['a'], 'language': 'fr',
                'content_html': '<a href="https://x.example/">x</a>',
            },
            {'url': 'https://blog.example/no-id', 'title': 'Discarded'},
        ],
    }
).encode()  # fmt: skip

LOGIN_PAGE = b'<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>'
