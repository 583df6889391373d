"""From the bytes that a source served to plain entries; run as a process of its own, so that it can be ended.

Feedparser reads feeds, without its sanitizer and its resolving of addresses in bodies: only text is
printed, and both take seconds on hostile markup. It takes long as well for
elements that are never closed, once as XML and once more as what it makes of bad XML: 100 kB of `<a>` took
it 3 seconds. What leaves more of them open than any feed is refused before. What feedparser does not read,
JSON Feed and Discourse's lists, is read here. Every text is cut to a length.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from outreach import digits
from outreach.guardedreading import serve
from outreach.weblinks import links_in

MOST_ENTRIES = 1000
MOST_TAGS = 50
SHORT, LONG, BODY = 300, 2000, 200_000
MOST_OPEN = 5000
# an element that begins or ends; what stands in a comment or a CDATA section is no element
MARKUP = re.compile(r'<(/?)[a-zA-Z][^<>]*+|<!--|<!\[CDATA\[')
HIDDEN_TO = {'<!--': '-->', '<![CDATA[': ']]>'}

Entry = dict[str, Any]


def read(body: bytes, link: str, content_type: str) -> dict[str, Any]:
    """Return the entries of one answer, whether it was a feed at all (or why not), and whether it was whole.

    `link` is where the answer came from: relative addresses are resolved against it. Each entry has
    `id`, `link`, `title`, `date` (ISO, UTC, '' for none), `authors`, `tags`, `language`, `text`, `links`,
    `replies` and `pinned`.
    """
    if body.lstrip()[:1] == b'{':
        return _json(body, link)
    left_open = _left_open(body)
    if left_open > MOST_OPEN:
        return _no_feed(f'leaves {left_open:,} elements open, more than a feed can')
    import feedparser

    headers = {'content-location': link}
    if content_type:
        headers['content-type'] = content_type
    try:
        found = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except ValueError:
        # feedparser runs into a name of a namespace with a blank in it
        return _no_feed()
    broken = bool(found.bozo) and isinstance(found.get('bozo_exception'), _sax_error())
    entries = [_entry(one) for one in found.entries[:MOST_ENTRIES]]
    if broken and entries and not entries[-1]['link']:
        entries.pop()
    language = _short(found.feed.get('language'))
    return {
        'entries': entries,
        'feed': bool(found.get('version')) or bool(entries),
        'why': '',
        'whole': not broken and len(found.entries) <= MOST_ENTRIES,
        'language': language,
    }


def _no_feed(why: str = '') -> dict[str, Any]:
    return {'entries': [], 'feed': False, 'why': why, 'whole': False, 'language': ''}


def _left_open(body: bytes) -> int:
    """Return how many elements are open at one place, at most; in UTF-16 each letter has a zero beside it."""
    text = body.replace(b'\0', b'').decode('latin-1')
    most = now = at = 0
    while found := MARKUP.search(text, at):
        at = found.end()
        if found[0] in HIDDEN_TO:
            end = text.find(HIDDEN_TO[found[0]], at)
            at = len(text) if end < 0 else end
        elif found[1]:
            now = max(now - 1, 0)
        elif not found[0].endswith('/'):
            now += 1
            most = max(most, now)
    return most


def _sax_error() -> type[Exception]:
    from xml.sax import SAXException  # the type of an error, nothing is parsed

    return SAXException


def _entry(one: Any) -> Entry:
    body = ' '.join(str(part.get('value', '')) for part in one.get('content', ())) or one.get('summary', '')
    moment = next((one[name] for name in ('published_parsed', 'updated_parsed') if name in one), None)
    authors = [author.get('name') for author in one.get('authors', ())] or [one.get('author')]
    title = one.get('title_detail') or {}
    return {
        'id': _text(one.get('id')),
        'link': _text(one.get('link')),
        'title': _text(one.get('title')),
        'date': _iso(calendar.timegm(moment)) if moment else '',
        'authors': [name for name in map(_short, authors) if name][:5],
        'tags': [_short(tag.get('term')) for tag in one.get('tags', ())][:MOST_TAGS],
        'language': _short(title.get('language')),
        'text': _text(one.get('summary')),
        'links': list(links_in(str(body)[:BODY])),
        'replies': _number(one.get('slash_comments')),
        'pinned': _short(one.get('discourse_topicpinned')).lower() == 'yes',
    }


def _json(body: bytes, link: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return _no_feed()
    if not isinstance(found, dict):
        return _no_feed()
    topics = found.get('topic_list')
    if isinstance(topics, dict) and isinstance(topics.get('topics'), list):
        entries = list(_topics(found, topics['topics'], link))
    elif 'jsonfeed.org' in str(found.get('version')) and isinstance(found.get('items'), list):
        entries = [_json_item(one, link) for one in found['items'] if isinstance(one, dict)]
        entries = [one for one in entries if one['id']]
    else:
        return _no_feed()
    return {
        'entries': entries[:MOST_ENTRIES],
        'feed': True,
        'why': '',
        'whole': len(entries) <= MOST_ENTRIES,
        'language': _short(found.get('language')),
    }


def _json_item(one: Mapping[str, Any], link: str) -> Entry:
    """An item without id is discarded, a number is a string (https://www.jsonfeed.org/version/1.1/)."""
    authors = one.get('authors') or [one.get('author')]
    text = one.get('summary') or one.get('content_text') or one.get('content_html')
    target = _text(one.get('url') or one.get('external_url'))
    return {
        'id': _text(one.get('id')),
        'link': urljoin(link, target) if target else '',
        'title': _text(one.get('title')),
        'date': _moment(one.get('date_published') or one.get('date_modified')),
        'authors': [name for name in (_short(_named(author)) for author in _list(authors)) if name][:5],
        'tags': [_short(tag) for tag in _list(one.get('tags'))][:MOST_TAGS],
        'language': _short(one.get('language')),
        'text': _text(text),
        'links': list(links_in(_cut(one.get('content_html'), BODY))),
        'replies': 0,
        'pinned': False,
    }


def _topics(found: Mapping[str, Any], topics: Iterable[Any], link: str) -> Iterator[Entry]:
    """Return the topics of a list of Discourse; tags are strings or objects with a name."""
    users = {one.get('id'): one.get('username') for one in _list(found.get('users')) if isinstance(one, dict)}
    for one in topics:
        if not isinstance(one, dict) or not isinstance(one.get('id'), int):
            continue
        posters = [post for post in _list(one.get('posters')) if isinstance(post, dict)]
        target = urljoin(link, f'/t/{_short(one.get("slug")) or "-"}/{one["id"]}')
        yield {
            'id': f'topic-{one["id"]}',
            'link': target,
            'title': _text(one.get('title')),
            'date': _moment(one.get('created_at')),
            'authors': [_short(users.get(posters[0].get('user_id')))] if posters else [],
            'tags': [_short(_named(tag)) for tag in _list(one.get('tags'))][:MOST_TAGS],
            'language': '',
            'text': _text(one.get('excerpt')),
            'links': [_text(one['featured_link'])] if one.get('featured_link') else [],
            'replies': max(_number(one.get('posts_count')) - 1, 0),
            'pinned': bool(one.get('pinned_globally') or one.get('pinned')),
        }


def _named(one: Any) -> Any:
    return one.get('name') if isinstance(one, dict) else one


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _cut(value: Any, most: int) -> str:
    return str(value)[:most] if isinstance(value, str | int | float) else ''


def _short(value: Any) -> str:
    return _cut(value, SHORT).strip()


def _text(value: Any) -> str:
    return _cut(value, LONG).strip()


def _number(value: Any) -> int:
    text = _short(value)
    return digits.number(text) if digits.are_number(text) and len(text) < 9 else 0


def _iso(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ''


def _moment(value: Any) -> str:
    try:
        found = datetime.fromisoformat(_short(value))
    except ValueError:
        return ''
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


if __name__ == '__main__':
    serve(lambda body, link, kind, _words: read(body, link, kind), sys.stdin, sys.stdout, int(sys.argv[1]))
