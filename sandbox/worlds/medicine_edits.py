"""The revisions of the articles of the world "medicine", made from what its people did."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.world import Page, Revision
from sandbox.worlds.medicine_articles import Article
from sandbox.worlds.medicine_people import TEMPORARY, UNREGISTERED, Habit, Person

FILLER_EDITS = 460
OLDEST_DAY = 3000
UNDO = 'Undid the last revision'
PROSE = 'Doctors, nurses and patients have described this for a long time, and sources agree. '


@dataclass(frozen=True, order=True)
class Edit:
    """One thing somebody did to one article."""

    time: datetime
    user: str
    size: int
    habit: Habit = Habit.WRITES
    minor: bool = False


def articles_pages(now: datetime, articles: Sequence[Article], everybody: Iterable[Person]) -> list[Page]:
    """Return every article on every wiki with its history, always the same for the same `now`."""
    chance = random.Random('medicine')
    edits: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for person in everybody:
        for key, edit in _edits_of(person, now, articles, chance):
            edits[key].append(edit)
    pages = [(wiki, title) for article in articles for wiki, title in article.titles.items()]
    for key, edit in _filler(now, pages, chance):
        edits[key].append(edit)
    return [_page(wiki, title, now, sorted(edits[wiki, title])) for wiki, title in pages]


def prose(size: int) -> str:
    """Return a paragraph that adds exactly `size` bytes to a page, its line break included."""
    return '\n' + (PROSE * (size // len(PROSE) + 1))[: size - 2] + '.'


def _edits_of(
    person: Person, now: datetime, articles: Sequence[Article], chance: random.Random
) -> Iterator[tuple[tuple[str, str], Edit]]:
    for wiki, number in person.edits.items():
        titles = [
            article.titles[wiki]
            for article in articles
            if wiki in article.titles and (article.banner is not None) == person.on_topic
        ]
        start = chance.randrange(len(titles))
        reach = min(person.pages, len(titles))
        for count in range(number):
            title = titles[(start + count % reach) % len(titles)]
            time = now - _days_ago(person.days, count, number, chance)
            edit = Edit(time, person.name, person.size, person.habit, minor=person.size < 50)
            yield (wiki, title), edit


def _days_ago(days: tuple[int, int], count: int, number: int, chance: random.Random) -> timedelta:
    """Spread edits over the days of a person's activity, the newest always near its end."""
    newest, oldest = days
    within = chance.random()
    at = newest + within if count == 0 else newest + (oldest - newest) * (count + within) / (number + 1)
    return timedelta(seconds=round(at * 86400))


def _filler(
    now: datetime, pages: Sequence[tuple[str, str]], chance: random.Random
) -> Iterator[tuple[tuple[str, str], Edit]]:
    editors = UNREGISTERED + TEMPORARY
    for _ in range(FILLER_EDITS):
        time = now - timedelta(seconds=chance.randrange(86400, 1700 * 86400))
        yield chance.choice(pages), Edit(time, chance.choice(editors), chance.randrange(60, 400))


def _page(wiki: str, title: str, now: datetime, edits: Sequence[Edit]) -> Page:
    founder = 'Founding Mother' if wiki == 'enwiki' else UNREGISTERED[0]
    text = f'{title}.' + prose(300)
    revisions = [Revision(founder, now - timedelta(days=OLDEST_DAY), text, 'New article')]
    for edit in edits:
        made = list(_revisions(edit, text))
        text = made[-1].text
        revisions.extend(made)
    return Page(wiki, title, tuple(revisions))


def _revisions(edit: Edit, text: str) -> Iterator[Revision]:
    """Return what one edit leaves in the history: one revision, or two where it is a revert."""
    moment = edit.time + timedelta(seconds=20)
    longer = text + prose(edit.size)
    if edit.habit is Habit.WRITES:
        yield Revision(edit.user, edit.time, longer, 'More, with a source', edit.minor)
        return
    spoiler, mender = UNREGISTERED[1], UNREGISTERED[2]
    if edit.habit is Habit.REVERTS:
        mender = edit.user
    else:
        spoiler = edit.user
    hidden = ('text', 'user') if edit.habit is Habit.IS_DELETED else ()
    yield Revision(spoiler, edit.time, longer, 'I know better', tags=('mw-reverted',), deleted=hidden)
    yield Revision(mender, moment, text, UNDO, tags=('mw-undo',))
