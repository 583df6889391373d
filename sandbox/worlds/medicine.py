"""The world "medicine": a WikiProject, its articles on 30 Wikipedias, and the people who wrote them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sandbox.world import (
    INFINITY,
    Account,
    Assessment,
    Attachment,
    Block,
    Item,
    Page,
    Rename,
    Revision,
    Truth,
    World,
)
from sandbox.worlds import medicine_events as events
from sandbox.worlds import medicine_pumps as pumps
from sandbox.worlds.medicine_articles import WIKIPEDIAS, Article, articles
from sandbox.worlds.medicine_edits import articles_pages
from sandbox.worlds.medicine_meta import pages as other_pages
from sandbox.worlds.medicine_people import TEMPORARY, UNREGISTERED, Person, people

OPERATOR = 'Outreach-bot'
SECOND_OPERATOR = 'Second operator'
ORGANIZER = 'Organizer'
ADMIN = 'Meta admin'
WITHOUT_RIGHT = 'No Rights'
# of the people who wrote articles, those who can log in
READERS = ('Grace Abara', 'Hollis Grant', 'Meredith Vale')
PASSWORD = 'sandbox only 7'
STAFF: Mapping[str, Sequence[str]] = {
    OPERATOR: ('bot', 'massmessage-sender'),
    SECOND_OPERATOR: ('massmessage-sender',),
    ORGANIZER: (),
    ADMIN: ('sysop',),
    WITHOUT_RIGHT: (),
}
ALL_WIKIS = (*WIKIPEDIAS, 'metawiki', 'wikidatawiki', 'commonswiki')
OLD_NAME, NEW_NAME = 'Nora Oldname', 'Nora Newname'
REGISTERED = timedelta(days=3650)

TRUTH: Mapping[str, Truth] = {
    **{person.name: person.truth for person in people()},
    **dict.fromkeys(UNREGISTERED, Truth(None, 'unregistered')),
    **dict.fromkeys(TEMPORARY, Truth(None, 'temporary')),
    OLD_NAME: Truth(None, 'same-person'),
}


def build(now: datetime) -> World:
    """Return the world as it is at `now`, always the same for the same `now`."""
    now = now.replace(microsecond=0)
    everybody = people()
    topic = articles()
    return World(
        name='medicine',
        now=now,
        accounts=(*_accounts(now, everybody), *pumps.accounts(now, first=9001)),
        pages=(
            *articles_pages(now, topic, everybody),
            *_article_talk(now, topic),
            *_user_pages(now, everybody),
            *other_pages(now),
            *pumps.pages(now),
            *events.pages(now),
        ),
        items=(*(Item(article.item, article.titles) for article in topic), *pumps.items()),
        assessments=tuple(
            Assessment('enwiki', 'Medicine', article.english, 'B', 'High')
            for article in topic
            if article.banner
        ),
        events=events.events(now),
        files=(events.FILE,),
        renames=(Rename(OLD_NAME, NEW_NAME, now - timedelta(days=200), ADMIN),),
    )


def _accounts(now: datetime, everybody: Sequence[Person]) -> Iterator[Account]:
    number = 1000
    for name, groups in STAFF.items():
        number += 1
        attached = {
            wiki: Attachment(50, now - REGISTERED, groups if wiki == 'metawiki' else ()) for wiki in ALL_WIKIS
        }
        yield Account(name, number, 'metawiki', attached, PASSWORD)
    for person in everybody:
        number += 1
        counts = dict(person.counts)
        if person.on_meta:
            counts.setdefault('metawiki', 0)
        attached = {wiki: _attachment(now, person, wiki, count) for wiki, count in counts.items()}
        yield Account(
            person.name,
            number,
            person.home,
            attached,
            PASSWORD if person.name in READERS else None,
            locked=person.locked,
            global_groups=person.global_groups,
        )


def _attachment(now: datetime, person: Person, wiki: str, count: int) -> Attachment:
    block = None
    if wiki in person.blocks:
        kind = person.blocks[wiki]
        block = Block(
            expiry=now - timedelta(days=30) if kind == 'expired' else INFINITY,
            at=now - timedelta(days=60),
            partial=kind == 'partial',
            reason='Long discussion on the noticeboard' + (' (and another block)' if kind == 'two' else ''),
            by=ADMIN,
        )
    age = REGISTERED if wiki == person.home else REGISTERED - timedelta(days=100)
    return Attachment(count, now - age, person.groups.get(wiki, ()), block)


def _article_talk(now: datetime, topic: Sequence[Article]) -> Iterator[Page]:
    """Return the talk pages of the English articles; those of the topic carry its banner."""
    for article in topic:
        text = (article.banner or '') + '\nIs there a better picture?\n'
        first = Revision(UNREGISTERED[0], now - timedelta(days=2900), text, 'New talk page')
        yield Page('enwiki', f'Talk:{article.english}', (first,))


def _user_pages(now: datetime, everybody: Sequence[Person]) -> Iterator[Page]:
    for person in everybody:
        for wiki, text in person.talk.items():
            protection = 'sysop' if wiki in person.protected else None
            yield _own_page(now, wiki, f'User talk:{person.name}', text, person.name, protection)
        for wiki, text in person.userpage.items():
            yield _own_page(now, wiki, f'User:{person.name}', text, person.name)
        if person.active_elsewhere:
            wiki, days = person.active_elsewhere
            moment = now - timedelta(days=days)
            notes = Revision(person.name, moment, 'Reading about lighthouses.', 'Notes')
            yield Page(wiki, f'User:{person.name}/Notes', (notes,))
    moved = f'#REDIRECT [[User talk:{NEW_NAME}]]'
    yield _own_page(now, 'svwiki', f'User talk:{OLD_NAME}', moved, NEW_NAME)
    yield _own_page(now, 'svwiki', f'User talk:{NEW_NAME}', 'Hej!', NEW_NAME)


def _own_page(
    now: datetime, wiki: str, title: str, text: str, user: str, protection: str | None = None
) -> Page:
    revision = Revision(user, now - timedelta(days=190), text, 'About me')
    return Page(wiki, title, (revision,), protection=protection)
