"""How alive a page is where people talk: told from its history alone, in any language.

Who posted, who started a topic and who answered is known from users, tags, sizes and summaries of
revisions; no signature and no word of a text is read. What a reply without a heading in its summary
answers is not known, and is said to be so.

Tags of DiscussionTools: https://www.mediawiki.org/wiki/Extension:DiscussionTools/Change_tags; the summary
of a new section is the message `newsectionsummary` of the wiki
(https://www.mediawiki.org/wiki/Help:Edit_summary).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from statistics import median

from outreach.sendlog import DELIVERY_TAG

NEW_TOPIC = 'discussiontools-newtopic'
COMMENTED = frozenset({'discussiontools-reply', 'discussiontools-added-comment', NEW_TOPIC})
UNDONE = frozenset({'mw-undo', 'mw-rollback', 'mw-manual-revert', 'mw-reverted'})
# https://wikitech.wikimedia.org/wiki/Analytics/Data_Lake/Edits/MediaWiki_history (`name` in bot_by)
NAMED_BOT = re.compile(r'bot(?![a-z])', re.IGNORECASE)
# https://www.mediawiki.org/wiki/Help:Edit_summary: the section stands between /* and */, seldom not first
SECTION = re.compile(r'/\*([^*]*)\*/')


class RevisionKind(Enum):
    """What one revision did."""

    TOPIC = 'topic'
    REPLY = 'reply'
    HOUSEKEEPING = 'housekeeping'


@dataclass(frozen=True)
class PageEdit:
    """One revision of a page.

    `user` is '' where the wiki hides it, `heading` '' where the summary names no section.
    """

    time: datetime
    user: str
    kind: RevisionKind
    machine: bool = False
    mass_message: bool = False
    heading: str = ''


@dataclass(frozen=True)
class Words:
    """What must be known of a wiki to read its histories.

    The summary of a new section, its bots, and whether DiscussionTools tags every comment there.
    """

    new_section: str = '/* $1 */ new section'
    machines: frozenset[str] = frozenset()
    tags_comments: bool = False

    def is_machine(self, user: str) -> bool:
        """Return whether an account is a bot: by its group, or by its name as statistics tell it."""
        return user in self.machines or NAMED_BOT.search(user) is not None

    def starts_section(self, comment: str) -> bool:
        """Return whether this is the summary that MediaWiki writes for a new section."""
        before, _, after = self.new_section.partition('$1')
        return comment.startswith(before) and comment.rstrip().endswith(after.rstrip()) and '*/' in comment


@dataclass(frozen=True)
class Activity:
    """What happened on a page within a window.

    `answered` counts topics of people that another person answered in time, `mass_answered` mass
    messages that a person answered; `unattributed` are posts that answer nobody knows what.
    """

    posts: int = 0
    posters: int = 0
    regulars: int = 0
    topics: int = 0
    answered: int = 0
    machine_posts: int = 0
    mass_messages: int = 0
    mass_answered: int = 0
    unattributed: int = 0
    days_to_answer: float | None = None
    last_post: date | None = None
    last_answer: date | None = None
    last_mass_message: date | None = None

    @property
    def machine_share(self) -> Fraction | None:
        """Return the share of machines in all posts; None where there are none."""
        total = self.posts + self.machine_posts
        return Fraction(self.machine_posts, total) if total else None

    @property
    def unattributed_share(self) -> Fraction | None:
        """Return the share of people's posts of which nobody knows what they answer."""
        return Fraction(self.unattributed, self.posts) if self.posts else None


class Liveness(Enum):
    """How alive a channel is, by thresholds that are printed beside it."""

    ALIVE = 'alive'
    SLOW = 'slow'
    NOTICE_BOARD = 'notice board'
    DEAD = 'dead'
    UNKNOWN = 'not measurable'
    # never measured: somebody signed it of a place where nothing can be measured
    SAID = 'said to be alive'


@dataclass(frozen=True)
class Thresholds:
    """From when on a channel is alive: people who posted in the recent days; all others are days.

    An answer after more than `answer` days is none that the asker was waiting for; a page younger than
    `youngest` has no history that tells anything; where nobody answered for `silent` days, nobody is there.
    Where nothing can be measured, "alive" that a person signed counts for `signed` days.
    """

    window: int = 365
    recent: int = 90
    posters: int = 2
    answer: int = 14
    youngest: int = 90
    silent: int = 3 * 365
    signed: int = 180


@dataclass(frozen=True)
class PageHistory:
    """The history of a page back to the moment `since`; `whole` says that it was not made before that."""

    edits: tuple[PageEdit, ...]
    since: datetime
    whole: bool = False

    @property
    def began(self) -> datetime | None:
        """Return when the page was made; None where its history goes on further back."""
        return min((edit.time for edit in self.edits), default=None) if self.whole else None


def classify(
    *, comment: str, tags: Collection[str], grew: int | None, words: Words
) -> tuple[RevisionKind, str]:
    """Return what a revision did, and the heading that its summary names ('' for none).

    `grew` is by how many bytes the page grew, None where that is not known. Without DiscussionTools every
    edit that makes the page longer is taken for a post: replies by the API or an app name no section.
    """
    section = SECTION.search(comment)
    heading = ' '.join(section[1].split()) if section else ''
    if UNDONE & set(tags) or (grew is not None and grew <= 0):
        return RevisionKind.HOUSEKEEPING, heading
    if NEW_TOPIC in tags or DELIVERY_TAG in tags or words.starts_section(comment):
        return RevisionKind.TOPIC, heading
    if COMMENTED & set(tags) or heading or not words.tags_comments:
        return RevisionKind.REPLY, heading
    return RevisionKind.HOUSEKEEPING, ''


def measure(
    edits: Iterable[PageEdit], start: datetime, end: datetime, answer: int = Thresholds.answer
) -> Activity:
    """Return what happened from `start` up to `end`; the edits may reach further back and in any order.

    An answer is one within `answer` days. A post that answers a topic from before the window counts as a
    post; the answers to a topic are looked for up to `end`.
    """
    ordered = sorted((edit for edit in edits if edit.time < end), key=lambda edit: edit.time)
    inside = [edit for edit in ordered if edit.time >= start and edit.kind is not RevisionKind.HOUSEKEEPING]
    people = [edit for edit in inside if not edit.machine]
    machines = [edit for edit in inside if edit.machine]
    answers = {id(topic): first for topic, first in _answers(ordered, answer)}
    own = [edit for edit in people if edit.kind is RevisionKind.TOPIC]
    mass = [edit for edit in machines if edit.mass_message]
    waited = [(answers[id(one)].time - one.time) / timedelta(days=1) for one in own if id(one) in answers]
    counts = Counter(edit.user for edit in people if edit.user)
    answered_at = [answers[id(one)].time for one in (*own, *mass) if id(one) in answers]
    return Activity(
        posts=len(people),
        posters=len(counts),
        regulars=sum(count > 1 for count in counts.values()),
        topics=len(own),
        answered=len(waited),
        machine_posts=len(machines),
        mass_messages=len(mass),
        mass_answered=sum(id(one) in answers for one in mass),
        unattributed=sum(edit.kind is RevisionKind.REPLY and not edit.heading for edit in people),
        days_to_answer=median(waited) if waited else None,
        last_post=max((edit.time.date() for edit in people), default=None),
        last_answer=max((time.date() for time in answered_at), default=None),
        last_mass_message=max((edit.time.date() for edit in mass), default=None),
    )


def _answers(ordered: Sequence[PageEdit], days: int) -> Iterable[tuple[PageEdit, PageEdit]]:
    """Return topics with the first post of another person in them, within the days of an answer.

    A heading that stands twice is that of the latest topic: new ones come below, and old ones go.
    """
    open_: dict[str, PageEdit] = {}
    answered: set[int] = set()
    for edit in ordered:
        if edit.kind is RevisionKind.TOPIC and edit.heading:
            open_[edit.heading] = edit
        elif edit.kind is RevisionKind.REPLY and edit.heading in open_ and not edit.machine and edit.user:
            topic = open_[edit.heading]
            in_time = edit.time - topic.time <= timedelta(days=days)
            if in_time and edit.user != topic.user and id(topic) not in answered:
                answered.add(id(topic))
                yield topic, edit


def verdict(history: PageHistory, now: datetime, limits: Thresholds) -> Liveness:
    """Return how alive a page is now, by the rules of `docs/channels.md`."""

    def over(days: int) -> Activity:
        return measure(history.edits, now - timedelta(days=days), now, limits.answer)

    whole, recent = over(limits.window), over(limits.recent)
    if history.began and now - history.began < timedelta(days=limits.youngest):
        return Liveness.UNKNOWN
    if recent.posters >= limits.posters and recent.answered:
        return Liveness.ALIVE
    if whole.posts and (whole.answered or whole.mass_answered):
        return Liveness.SLOW
    if not whole.posts and not whole.machine_posts:
        return Liveness.DEAD
    silence = timedelta(days=limits.silent)
    known = history.whole or history.since <= now - silence
    long_ago = over(limits.silent)
    silent = known and long_ago.mass_messages and not long_ago.mass_answered and not whole.posts
    old = known and (not history.began or now - history.began >= silence)
    return Liveness.DEAD if silent and old else Liveness.NOTICE_BOARD


def edits_of(
    revisions: Sequence[Mapping[str, object]], words: Words, before: int | None = None
) -> tuple[PageEdit, ...]:
    """Return the edits of a page from rows of `prop=revisions`, the newest first.

    `before` is the size of the page before the oldest of them, None where it is not known. Keys that a
    wiki leaves out where it hides something: `user`, `comment` (facts: API:Revisions).
    """
    found: list[PageEdit] = []
    for number, one in enumerate(revisions):
        older = revisions[number + 1] if number + 1 < len(revisions) else None
        earlier = older.get('size') if older else before
        size = one.get('size')
        grew = size - earlier if isinstance(size, int) and isinstance(earlier, int) else None
        tags = [str(tag) for tag in _list(one.get('tags'))]
        user = str(one.get('user', ''))
        kind, heading = classify(comment=str(one.get('comment', '')), tags=tags, grew=grew, words=words)
        mass = DELIVERY_TAG in tags
        found.append(
            PageEdit(
                datetime.fromisoformat(str(one['timestamp'])),
                user,
                kind,
                machine=mass or words.is_machine(user),
                mass_message=mass,
                heading=heading,
            )
        )
    return tuple(found)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
