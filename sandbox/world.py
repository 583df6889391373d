"""A world: everything the sandbox's wikis hold, as plain data with a JSON form.

A world is made by `sandbox/worlds/<name>.py` (`build(now) -> World`) and loaded by
`load_world.php`, one wiki at a time. All times are aware datetimes in UTC; wikis are named by
dbname; page titles stand in the wiki's own or in canonical English namespace names.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

INFINITY = 'infinity'


class Outcome(StrEnum):
    """What becomes of one target once the job queues have run."""

    DELIVERED = 'delivered'
    FAILED = 'failed'
    OPTED_OUT = 'opted out'
    NO_SUCH_USER = 'no such user'


@dataclass(frozen=True)
class Truth:
    """Where one person must end up: on `host`, or nowhere for `reason`."""

    host: str | None
    reason: str
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        if (self.host is None) != (self.outcome is None):
            raise ValueError(f'a host and an outcome come together: {self!r}')


@dataclass(frozen=True)
class Block:
    """A block of an account on one wiki; `expiry` is a time or 'infinity'."""

    expiry: datetime | str
    at: datetime
    partial: bool = False
    reason: str = ''
    by: str = 'Meta admin'

    def __post_init__(self) -> None:
        if isinstance(self.expiry, str) and self.expiry != INFINITY:
            raise ValueError(f'an expiry is a time or {INFINITY!r}, not {self.expiry!r}')


@dataclass(frozen=True)
class Attachment:
    """The local account of a global account on one wiki."""

    editcount: int
    registered: datetime
    groups: Sequence[str] = ()
    block: Block | None = None


@dataclass(frozen=True)
class Account:
    """A global account; `attached` maps dbname to the local account."""

    name: str
    id: int
    home: str
    attached: Mapping[str, Attachment]
    password: str | None = None
    locked: bool = False
    hidden: bool = False
    global_groups: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.home not in self.attached:
            raise ValueError(f'{self.name!r} has no account on its home wiki {self.home!r}')


@dataclass(frozen=True)
class Rename:
    """A global rename, as the gblrename log on Meta tells it."""

    old: str
    new: str
    time: datetime
    by: str


@dataclass(frozen=True)
class Revision:
    """One revision; `user` is an account, an IP address or a temporary account."""

    user: str
    time: datetime
    text: str
    comment: str = ''
    minor: bool = False
    tags: Sequence[str] = ()
    deleted: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """A page with all its revisions, oldest first."""

    wiki: str
    title: str
    revisions: Sequence[Revision]
    model: str | None = None
    protection: str | None = None

    def __post_init__(self) -> None:
        if not self.revisions:
            raise ValueError(f'{self.title!r} on {self.wiki} has no revision')
        times = [revision.time for revision in self.revisions]
        if times != sorted(times):
            raise ValueError(f'revisions of {self.title!r} on {self.wiki} are not in order')


@dataclass(frozen=True)
class Item:
    """A Wikidata item; `sitelinks` maps dbname to title."""

    id: str
    sitelinks: Mapping[str, str]


@dataclass(frozen=True)
class Assessment:
    """What a WikiProject says about one article."""

    wiki: str
    project: str
    page: str
    class_: str = ''
    importance: str = ''


@dataclass(frozen=True)
class World:
    """All that is on all wikis at `now`.

    `events` are those of CampaignEvents, each with its `id`; `files` lie in `sandbox/files`.
    """

    name: str
    now: datetime
    accounts: Sequence[Account]
    pages: Sequence[Page]
    items: Sequence[Item] = ()
    assessments: Sequence[Assessment] = ()
    renames: Sequence[Rename] = ()
    logs: Sequence[Mapping[str, Any]] = field(default=())
    events: Sequence[Mapping[str, Any]] = field(default=())
    files: Sequence[Mapping[str, str]] = field(default=())

    def __post_init__(self) -> None:
        problems = [*self._repeated(), *self._unknown_editors(), *self._later_than_now()]
        if problems:
            raise ValueError('\n'.join(problems))

    def to_json(self) -> str:
        """Return the JSON that `load_world.php` reads, always the same for the same world."""
        data = asdict(self)
        for assessment in data['assessments']:
            assessment['class'] = assessment.pop('class_')
        return json.dumps(data, default=timestamp, ensure_ascii=False, sort_keys=True)

    def _repeated(self) -> list[str]:
        seen: set[tuple[str, str]] = set()
        problems = []
        for kind, name in [
            *(('account', account.name) for account in self.accounts),
            *(('central id', str(account.id)) for account in self.accounts),
            *((page.wiki, page.title) for page in self.pages),
            *(('item', item.id) for item in self.items),
        ]:
            if (kind, name) in seen:
                problems.append(f'{kind} {name!r} is there twice')
            seen.add((kind, name))
        return problems

    def _unknown_editors(self) -> list[str]:
        local = {(wiki, account.name) for account in self.accounts for wiki in account.attached}
        return sorted(
            {
                f'{revision.user!r} edits {page.wiki} without an account there'
                for page in self.pages
                for revision in page.revisions
                if is_registered(revision.user) and (page.wiki, revision.user) not in local
            }
        )

    def _later_than_now(self) -> list[str]:
        return [
            f'{page.title!r} on {page.wiki} has a revision after {self.now}'
            for page in self.pages
            if page.revisions[-1].time > self.now
        ]


def timestamp(moment: object) -> str:
    """Return `moment` in MediaWiki's ISO 8601 form, such as 2026-11-21T00:00:00Z."""
    if not isinstance(moment, datetime):
        raise TypeError(f'{moment!r} has no JSON form')
    return moment.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')


def is_registered(name: str) -> bool:
    """Whether a name is an account's: no IPv4 address (digits and dots), and no temporary account."""
    return not name.startswith('~') and not set(name) <= set('0123456789.')
