"""Delivery lists, sends and their traces, for tests that talk to the API themselves."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any

import pytest

from sandbox.client import ApiFailure, Client
from sandbox.farm import Farm

META = 'meta.wikimedia.test'
SV = 'sv.wikipedia.test'
DE = 'de.wikipedia.test'
EN = 'en.wikipedia.test'
SENDER = 'Meta admin'
DELIVERY_ACCOUNT = 'MediaWiki message delivery'
LIST_MODEL = 'MassMessageListContent'

_numbers = itertools.count(1)


def fresh(name: str) -> str:
    """Make a title that no other test uses."""
    return f'{name} {next(_numbers)}'


def json_list(description: object, targets: object) -> str:
    return json.dumps({'description': description, 'targets': targets})


def make_json_list(client: Client, targets: Sequence[object], description: str = 'for a test') -> str:
    title = fresh('Standin list')
    text = json_list(description, targets)
    client.edit(title, text, contentmodel=LIST_MODEL, createonly=True)
    return title


def make_list(client: Client, *targets: str) -> str:
    """Make a wikitext list of `page` or `page|host` targets and give its title."""
    title = fresh('Standin list')
    client.edit(title, '\n'.join(f'* {{{{#target:{target}}}}}' for target in targets))
    return title


def send(client: Client, title: str, subject: str, message: str = 'Hello there', **more: object) -> Any:
    reply = client.call(
        action='massmessage',
        spamlist=title,
        subject=subject,
        message=message,
        token=client.token(),
        **more,
    )
    return reply['massmessage']


def deliver(wikis: Farm, client: Client, targets: Sequence[str], **message: str) -> str:
    """Send a message with a subject of its own to targets, run the jobs, give the subject."""
    subject = fresh('Standin subject')
    assert send(client, make_list(client, *targets), subject, **message)['count'] == len(targets)
    wikis.run_jobs()
    return subject


def skips(wikis: Farm, host: str, subject: str) -> list[tuple[str, str]]:
    """List (action, title) of the wiki's massmessage log entries about a subject."""
    reply = wikis.api(
        host,
        action='query',
        list='logevents',
        letype='massmessage',
        leuser=DELIVERY_ACCOUNT,
        leprop='type|title|details',
        lelimit='max',
    )
    entries = reply['query']['logevents']
    return [(e['action'], e['title']) for e in entries if e['params'].get('subject') == subject]


def failure(client: Client, **params: object) -> str:
    """Return the error code of a call that must fail."""
    with pytest.raises(ApiFailure) as caught:
        client.call(token=client.token(), **params)
    return caught.value.code


def last_revision(wikis: Farm, host: str, title: str) -> dict[str, Any]:
    reply = wikis.api(
        host,
        action='query',
        titles=title,
        prop='revisions',
        rvprop='ids|user|comment|tags|flags|content',
        rvslots='main',
    )
    revision: dict[str, Any] = reply['query']['pages'][0]['revisions'][0]
    revision['text'] = revision['slots']['main']['content']
    return revision
