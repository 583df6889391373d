"""A small HyperKitty: archives of mailing lists as its REST API tells of them, over the scripted TLS server.

Written from https://docs.mailman3.org/projects/hyperkitty and the fields that its serializers name; it knows
the entry of a list, its threads and its mails, pages included, and refuses archives that are not public.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.tlsserver import Reply, Request, Script

PAGE = 10
SENDERS = ('Zq9 Ann', 'Zq9 Bo')
PATH = re.compile(r'/hyperkitty/api/list/([^/]+)/(threads/|emails/)?')


@dataclass(frozen=True)
class Archive:
    """The archive of one list; each thread is its subject, the days since anybody wrote, and the replies.

    Threads are begun by one of two people in turn, and answered by the other.
    """

    threads: tuple[tuple[str, float, int], ...]
    description: str = 'A list for talking'
    policy: str = 'public'


def site(host: str, archives: Mapping[str, Archive], now: datetime) -> Script:
    """Return what answers for all lists of a host, each by its name."""

    def reply(request: Request) -> Reply:
        parts = urlsplit(request.path)
        asked = PATH.fullmatch(parts.path)
        name, _, at = asked[1].partition('@') if asked else ('', '', '')
        if not asked or at != host or name not in archives:
            return Reply(status=404)
        archive = archives[name]
        if archive.policy != 'public':
            return _json({'detail': 'You do not have permission to perform this action.'}, 403)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if query.get('format') != 'json':
            return Reply(b'<!doctype html>', headers={'Content-Type': 'text/html'})
        if asked[2] == 'emails/':
            return _json(_mails(archive, query, now))
        if asked[2]:
            return _json(_threads(f'https://{host}{parts.path}', archive, query, now))
        return _json(_entry(f'{name}@{host}', archive))

    return reply


def _entry(address: str, archive: Archive) -> dict[str, Any]:
    return {
        'name': address,
        'display_name': address.partition('@')[0].title(),
        'description': archive.description,
        'archive_policy': archive.policy,
        'created_at': '2015-01-01T00:00:00Z',
    }


def _threads(url: str, archive: Archive, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    limit, offset = (int(query.get(key) or default) for key, default in (('limit', PAGE), ('offset', 0)))
    ordered = sorted(archive.threads, key=lambda thread: thread[1])
    more = f'{url}?format=json&limit={limit}&offset={offset + limit}'
    return {
        'count': len(ordered),
        'next': more if offset + limit < len(ordered) else None,
        'previous': None,
        'results': [
            {
                'thread_id': str(number),
                'subject': subject,
                'date_active': (now - timedelta(days=days)).isoformat(),
                'replies_count': replies,
                'starting_email': f'{url}{number}/',
            }
            for number, (subject, days, replies) in enumerate(ordered[offset : offset + limit], offset)
        ],
    }


def _mails(archive: Archive, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    limit, offset = (int(query.get(key) or default) for key, default in (('limit', PAGE), ('offset', 0)))
    ordered = sorted(archive.threads, key=lambda thread: thread[1])
    mails = [
        {
            'subject': subject,
            'date': (now - timedelta(days=days)).isoformat(),
            'sender_name': SENDERS[(thread + number) % 2],
            'sender': {'mailman_id': None, 'address': f'{SENDERS[(thread + number) % 2]} (a) example.test'},
        }
        for thread, (subject, days, replies) in enumerate(ordered)
        for number in range(1 + replies)
    ]
    return {'count': len(mails), 'next': None, 'previous': None, 'results': mails[offset : offset + limit]}


def _json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status=status, headers={'Content-Type': 'application/json'})
