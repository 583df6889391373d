"""Replies as DiscussionTools tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest
from outreach.problems import WikiError
from outreach.sends.discussions import Discussions, Replies, count_replies
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned

SINCE = '2026-05-01T10:00:00Z'


def comment(author: str, hour: int, *replies: Mapping[str, Any]) -> dict[str, Any]:
    time = f'2026-05-01T{hour:02}:30:00Z'
    return {
        'type': 'comment',
        'id': f'c-{author}-{hour}',
        'author': author,
        'timestamp': time,
        'replies': replies,
    }


def heading(html: str, *replies: Mapping[str, Any]) -> dict[str, Any]:
    return {'type': 'heading', 'headingLevel': 2, 'html': html, 'replies': replies}


MESSAGE = comment('Org', 9, comment('Ann', 11, comment('Bo', 12)))
MORE = heading('More', comment('Ann', 11))
THREADS = [
    ([heading('<i>Hej</i> &amp; du', MESSAGE)], 2),
    # a deeper thread stands there twice
    (
        [
            heading('<i>Hej</i> &amp; du', MESSAGE, heading('More', comment('Ann', 11))),
            heading('More', comment('Ann', 11)),
        ],
        2,
    ),
    # the signature of the message was not found, and its text melts into the first reply
    ([heading('Hej & du', comment('Ann', 11))], 1),
    ([heading('Hej & du', comment('Org', 9))], 0),
    ([heading('Hej & du')], 0),
    ([heading('Another', MESSAGE)], None),
    ([], None),
]


@pytest.mark.parametrize(('items', 'count'), THREADS)
def test_comments_after_the_message_are_counted_once(items: list[dict[str, Any]], count: int | None) -> None:
    expected = None if count is None else Replies(count)
    assert count_replies(items, "''Hej'' & du", SINCE) == expected


def test_who_replies_within_the_minute_replies() -> None:
    at_once = heading('Hej', comment('Ann', 11))
    assert count_replies([at_once], 'Hej', '2026-05-01T11:30:40Z') == Replies(1)
    assert count_replies([at_once], 'Hej', '2026-05-01T11:31:00Z') == Replies(0)


def test_what_the_authors_of_a_message_add_is_no_reply() -> None:
    later = heading('Hej', comment('Org', 9, comment('Ann', 11, comment('org', 12)), comment('Bot', 13)))
    assert count_replies([later], 'Hej', SINCE, ['Org', 'Bot']) == Replies(1, 2)


def asked(*, there: bool, reply: Mapping[str, Any] | WikiError) -> Replies | None:
    def answer(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        if isinstance(reply, WikiError):
            raise reply
        return reply

    class Site(Canned):
        def call(self, **parameters: Any) -> Mapping[str, Any]:
            if parameters.get('siprop') == 'extensions':
                return {'query': {'extensions': [{'name': 'DiscussionTools'}] * there}}
            return super().call(**parameters)

    return Discussions(cast(Wiki, Site(answer))).replies('User talk:A', 'Hej', SINCE)


def test_a_wiki_that_does_not_tell_is_not_believed_to_say_no() -> None:
    items = {'discussiontoolspageinfo': {'threaditemshtml': [heading('Hej', MESSAGE)]}}
    assert asked(there=True, reply=items) == Replies(2)
    assert asked(there=False, reply=items) is None
    assert asked(there=True, reply={}) is None
    assert asked(there=True, reply=WikiError('x', 'nosuchrevid: no', 'nosuchrevid')) is None
