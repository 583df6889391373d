"""What a first look at real wikis found: one answer to each question, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum

# What each task needs of our account on the campaign's wiki, and under which grant of a bot password or of
# OAuth it comes (facts: MassMessage's right is in `highvolume` alone).
NEEDS: dict[str, tuple[frozenset[str], str]] = {
    'build and write lists': (frozenset({'edit', 'createpage'}), 'editpage, createeditmovepage'),
    'send messages': (frozenset({'massmessage'}), 'highvolume'),
}
# What no task of ours needs: an account that a script uses should not have it.
POWERS = frozenset({
    'block', 'delete', 'protect', 'userrights', 'editinterface', 'editsitejs', 'editsitecss', 'import',
    'deleterevision', 'hideuser', 'suppressrevision', 'oversight', 'checkuser', 'globalgrouppermissions',
    'centralauth-lock', 'centralauth-rename', 'abusefilter-modify', 'undelete',
})  # fmt: skip


class Verdict(Enum):
    """The answer to a question about the set-up."""

    YES = 'yes'
    NO = 'no'
    UNKNOWN = 'cannot tell'
    UNUSED = 'not used'


@dataclass(frozen=True)
class Row:
    """One question, its answer, what was found, and what to do."""

    question: str
    verdict: Verdict
    found: str = ''
    todo: str = ''


def rights_rows(rights: Collection[str], host: str) -> list[Row]:
    """Return what our account can do on the campaign's wiki, and what it could do beyond any task."""
    rows = []
    for task, (needed, grant) in NEEDS.items():
        missing = sorted(needed - set(rights))
        may_be_missing = task == 'send messages'
        verdict = (Verdict.UNUSED if may_be_missing else Verdict.NO) if missing else Verdict.YES
        todo = f'get {", ".join(missing)} (grant: {grant})' if missing else ''
        rows.append(Row(f'may {task}', verdict, f'on {host}', todo))
    too_much = sorted(POWERS & set(rights))
    rows.append(
        Row(
            'may no more than it needs',
            Verdict.NO if too_much else Verdict.YES,
            ', '.join(too_much),
            'use an account, or a bot password with fewer grants, without these rights' if too_much else '',
        )
    )
    return rows


def works(rows: Iterable[Row]) -> bool:
    """Return whether nothing was found that does not work or that nobody can tell."""
    return all(row.verdict in (Verdict.YES, Verdict.UNUSED) for row in rows)


def table(rows: Sequence[Row]) -> str:
    """Return the answers as lines of a table for a terminal."""
    width = max((len(row.question) for row in rows), default=0)
    lines = []
    for row in rows:
        said = '; '.join(part for part in (row.found, row.todo and f'to do: {row.todo}') if part)
        lines.append(f'{row.question:<{width}}  {row.verdict.value:<11}  {said}'.rstrip())
    return '\n'.join(lines)


def as_json(rows: Iterable[Row]) -> str:
    """Return the answers as JSON, a list of objects."""
    found = [{**asdict(row), 'verdict': row.verdict.value} for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1) + '\n'
