"""The file of a run: all that a list was made from, so that the same list can be made again.

It holds scores of nobody, but it says of everybody why they are on the list or not: it stays on the
operator's machine, beside the cache of evidence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from outreach.audience.brief import Brief
from outreach.audience.candidate import Candidate
from outreach.audience.funnel import Funnel, to_json
from outreach.audience.gather import Pages
from outreach.audience.people import Exclusion
from outreach.pages import Page

# Raised whenever the same evidence would give another list than before.
RULES = 1


def name(list_title: str) -> str:
    """Return the name of the file for a list: no title of a wiki can lead out of the folder."""
    return f'{quote(list_title, safe="")}.json'


def forget(folder: Path, names: Collection[str]) -> int:
    """Remove people of these names from all that is kept of runs in a folder; return from how many files.

    Of a table the lines go in which a name stands: who organizes what, and lines that gave nobody.
    """
    count = _forget_verdicts(folder, names)
    spelt = '|'.join(re.escape(name).replace(r'\ ', '[ _]') for name in names)
    named = re.compile(rf'(?<!\w)(?:{spelt})(?!\w)')
    for path in folder.glob('*.tsv') if spelt else ():
        lines = path.read_text(encoding='utf-8').splitlines(keepends=True)
        kept = [line for line in lines if not named.search(line)]
        if kept != lines:
            path.write_text(''.join(kept), encoding='utf-8')
            count += 1
    return count


def _forget_verdicts(folder: Path, names: Collection[str]) -> int:
    """Remove people of these names from the files of all runs in a folder; return from how many files."""
    count = 0
    for path in folder.glob('*.json'):
        record = json.loads(path.read_text(encoding='utf-8'))
        people = record.get('people', {})
        if people.keys() & set(names):
            record['people'] = {name: why for name, why in people.items() if name not in names}
            path.write_text(_written(record), encoding='utf-8')
            count += 1
    return count


def made_from(
    brief: Brief,
    inputs: Mapping[str, Page],
    pages: Pages,
    candidates: Mapping[str, Candidate],
    funnel: Funnel,
) -> str:
    """Return the JSON of a run: rule, revisions of the pages read, what was decided, and the funnel.

    `evidence` is the hash of all pages of the topic with their revisions: as long as it and the rest
    stay the same, the list does.
    """
    revisions: dict[str, dict[str, int]] = {}
    for article in pages.changed:
        revisions.setdefault(article.host, {})[str(article.page)] = article.revid
    evidence = json.dumps(revisions, sort_keys=True)
    record: dict[str, Any] = {
        'rules': RULES,
        'brief': {key: _plain(value) for key, value in asdict(brief).items() if key != 'now'},
        'inputs': {title: page.revid for title, page in inputs.items() if page.revid},
        'evidence': hashlib.sha256(evidence.encode()).hexdigest(),
        'revisions': revisions,
        'people': {
            one.name: _verdict(one)
            for one in candidates.values()
            if one.exclusion is not Exclusion.NO_ACCOUNT
        },
        'funnel': json.loads(to_json(funnel)),
    }
    return _written(record)


def _written(record: Mapping[str, Any]) -> str:
    return json.dumps(record, sort_keys=True, ensure_ascii=False, indent=1) + '\n'


def _verdict(one: Candidate) -> str:
    if one.exclusion is not None:
        return one.exclusion.value
    return one.choice.host or '' if one.choice else ''


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | list | tuple | dict | None) else str(value)
