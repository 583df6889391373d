"""Replies of real wikis as fixtures: names, titles, texts and ids replaced, the shape left as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# What tells of a person or of what somebody wrote; no words of the API (`missing`, `infinity`).
NAMES = frozenset({
    'name', 'user', 'blockedby', 'olduser', 'newuser', 'title', 'from', 'to', 'author', 'user_name',
    'event_page', 'page_title', 'pages',
})  # fmt: skip
TEXTS = frozenset({
    'comment', 'content', 'blockreason', 'reason', 'subject', 'text', 'sha1', 'html', 'pageMessage',
    'email', 'id', 'path', 'meeting_address', 'meeting_url', 'chat_url', 'tool_event_id',
})  # fmt: skip
IDS = frozenset({
    'id', 'userid', 'centralid', 'pageid', 'revid', 'parentid', 'logid', 'lastrevid', 'blockid',
    'blockedbyid', 'CentralAuth', 'local', 'localid', 'locklogid', 'logpage', 'user_id', 'participant_id',
    'organizer_id', 'page_id',
})  # fmt: skip


# parameters that name people or pages (`ususers`, `guiuser`, `titles`, `page`, `target` of a mail)
ABOUT_PEOPLE = re.compile(r'(?:users?|titles?|page|target)$')


class Replacing:
    """Replaces the same name and id by the same invented one throughout a recording.

    `kept` are names that are no person's: those of namespaces, projects, messages.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._ids: dict[int, int] = {}

    def __call__(self, value: Any, key: str = '', where: str = '') -> Any:
        """Return a part of a request or a reply with everything that tells of people replaced."""
        if isinstance(value, Mapping):
            inside = where if where in PUBLIC else key or where
            return {name: self(one, name, inside) for name, one in value.items()}
        if isinstance(value, list):
            return [self(one, key, where) for one in value]
        if isinstance(value, bool):
            return value
        if key in IDS and isinstance(value, int) and where not in PUBLIC:
            return self._ids.setdefault(value, 1001 + len(self._ids)) if value else value
        if key in TEXTS and isinstance(value, str) and where not in PUBLIC:
            return 'Text' if value else value
        if key in NAMES and isinstance(value, str) and where not in PUBLIC:
            return self.name(value)
        return value

    def name(self, text: str) -> str:
        """Return an invented name for a name or a title; its namespace stays."""
        space, colon, rest = text.partition(':')
        if not colon:
            space, rest = '', text
        found = self._names.setdefault(rest, f'Name {len(self._names) + 1}')
        return f'{space}{colon}{found}'


# parts of replies that are about a wiki, not about people
PUBLIC = frozenset({
    'namespaces', 'namespacealiases', 'magicwords', 'interwikimap', 'specialpagealiases', 'general',
    'statistics', 'allmessages', 'languageinfo', 'sitematrix', 'specials', 'site', 'parameters', 'modules',
    'extensions', 'languages', 'tags',
})  # fmt: skip


def fixture(
    source: str, date: str, request: Mapping[str, Any], reply: Any, replace: Replacing
) -> dict[str, Any]:
    """Return a reply as `tests/contract` keeps it."""
    asked = {name: 'Name' if ABOUT_PEOPLE.search(name) else value for name, value in request.items()}
    return {'source': source, 'date': date, 'request': asked, 'reply': replace(reply)}
