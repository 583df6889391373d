"""Delivery lists in the JSON content model MassMessageListContent: unknown keys and order are kept.

Source: https://www.mediawiki.org/wiki/Help:Extension:MassMessage (delivery lists). The model wants both
keys, has no `site` for local targets, and puts what its own editor saves in a canonical order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Any

from outreach.lists.entries import Entry, Target, read
from outreach.names import ENGLISH

MODEL = 'MassMessageListContent'
EMPTY = '{"description": "", "targets": []}'


def scan(text: str, home_host: str) -> list[Entry]:
    """Return the entries of a list; raise ValueError with the line where the whole list is invalid."""
    titles = {
        number: len(re.findall(r'"title"\s*:', line)) for number, line in enumerate(text.split('\n'), 1)
    }
    lines = [number for number, count in titles.items() for _ in range(count)]
    entries = []
    for index, one in enumerate(_load(text)['targets']):
        line = lines[index] if index < len(lines) else 1
        site = one.get('site', '')
        name = json.dumps(one, ensure_ascii=False)
        entries.append(Entry(index, index + 1, line, name, 'json', read(one['title'], str(site), home_host)))
    return entries


def _load(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text or EMPTY)
    except json.JSONDecodeError as error:
        raise ValueError(f'line {error.lineno} is no JSON: {error.msg}') from None
    except (ValueError, RecursionError):
        raise ValueError('the list holds numbers or brackets that no list has') from None
    if not isinstance(content, dict) or not isinstance(content.get('description'), str):
        raise ValueError('the list has no "description" text: MassMessage refuses the whole list')
    targets = content.get('targets')
    if not isinstance(targets, list):
        raise ValueError('the list has no "targets" array: MassMessage refuses the whole list')
    for index, one in enumerate(targets):
        if not isinstance(one, dict) or not _possible(one.get('title')):
            shown = json.dumps(one, ensure_ascii=False)
            raise ValueError(
                f'target {index + 1} is {shown}: without a good "title" the whole list is refused'
            )
    return content


def _possible(title: object) -> bool:
    try:
        return isinstance(title, str) and bool(ENGLISH.split(title))
    except ValueError:
        return False


def edited(
    text: str, home_host: str, remove: Collection[int], add: Sequence[Target], change: dict[int, Target]
) -> str:
    """Return the list without the targets at these places, with others changed and more added.

    A list in canonical order (local first, then by host, then by title) stays in it; in any other list
    new targets go to the end. Unknown keys are kept, also of a changed target. The text is laid out as
    MediaWiki lays it out when it saves.
    """
    content = _load(text)
    targets = content['targets']
    ordered = [_order(one) for one in targets] == sorted(_order(one) for one in targets)
    for index, target in change.items():
        targets[index] = {**targets[index], **_object(target, home_host)}
        if target.host == home_host:
            targets[index].pop('site', None)
    content['targets'] = [one for index, one in enumerate(targets) if index not in remove]
    content['targets'] += [_object(target, home_host) for target in add]
    if ordered:
        content['targets'].sort(key=_order)
    return json.dumps(content, ensure_ascii=False, indent='\t')


def _object(target: Target, home_host: str) -> dict[str, str]:
    if target.host == home_host:
        return {'title': target.page}
    return {'title': target.page, 'site': target.host}


def _order(one: dict[str, Any]) -> tuple[bytes, bytes]:
    return _bytes(one.get('site', '')), _bytes(one['title'])


def new(description: str, targets: Sequence[Target], home_host: str) -> str:
    """Return the text of a new list."""
    return edited(
        json.dumps({'description': description, 'targets': []}), home_host, (), sorted(set(targets)), {}
    )


def _bytes(value: object) -> bytes:
    return str(value).encode(errors='surrogatepass')
