"""Village pumps of the world "medicine": pages where communities talk, or no longer do."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sandbox.wikis import BY_DBNAME
from sandbox.world import Account, Attachment, Item, Page, Revision
from sandbox.worlds.medicine_articles import WIKIPEDIAS

VILLAGE_PUMP, EMBASSY = 'Q16503', 'Q90000001'
ASKS, ANSWERS, POSTS_NEWS, ARCHIVES = 'Talker', 'Helper', 'Newsletter bot', 'Archiver bot'
DIRECTORY = 'Outreach/Medicine/Channels'

# what MediaWiki writes into the summary of a new section (`newsectionsummary`), where it is not English
NEW_SECTION = {
    'svwiki': '/* {} */ nytt avsnitt', 'ruwiki': '/* {} */ новая тема', 'arwiki': '/* {} */ قسم جديد',
    'dewiki': 'Neuer Abschnitt /* {} */', 'frwiki': '/* {} */ nouvelle section',
    'eswiki': 'Sección nueva: /* {} */', 'thwiki': '/* {} */ ส่วนใหม่',
}  # fmt: skip
HEADINGS = {
    'ruwiki': 'Май', 'arwiki': 'سؤال', 'zhwiki': '问题', 'jawiki': '質問', 'thwiki': 'พฤษภาคม 2569',
}  # fmt: skip
VERDICTS: Mapping[str, str] = {
    **dict.fromkeys(WIKIPEDIAS, 'slow'),
    **dict.fromkeys(('enwiki', 'svwiki', 'ruwiki', 'arwiki', 'thwiki', 'zhwiki', 'dewiki'), 'alive'),
    **dict.fromkeys(('dawiki', 'fiwiki', 'elwiki'), 'notice board'),
    **dict.fromkeys(('eowiki', 'rowiki'), 'dead'),
    'viwiki': 'not measurable',
}


def title_of(wiki: str) -> str:
    """Return the title of the pump of a wiki, as the wiki writes it."""
    return f'{BY_DBNAME[wiki].project_namespace}:Village pump'


def items() -> Iterator[Item]:
    """Return the items of the pumps and of the one embassy."""
    yield Item(VILLAGE_PUMP, {wiki: title_of(wiki) for wiki in VERDICTS})
    yield Item(EMBASSY, {'dawiki': f'{BY_DBNAME["dawiki"].project_namespace} talk:Embassy'})


def accounts(now: datetime, first: int) -> Iterator[Account]:
    """Return the accounts of those who write on pumps, their central ids from `first` on."""
    for number, (name, groups) in enumerate(
        {ASKS: (), ANSWERS: (), POSTS_NEWS: ('bot',), ARCHIVES: ('bot',)}.items(), first
    ):
        attached = {
            wiki: Attachment(90, now - timedelta(days=2000), groups) for wiki in (*VERDICTS, 'metawiki')
        }
        yield Account(name, number, 'enwiki', attached)


def pages(now: datetime) -> Iterator[Page]:
    """Return the pumps, and the embassy of the Danish Wikipedia."""
    for wiki, verdict in VERDICTS.items():
        yield Page(wiki, title_of(wiki), tuple(_revisions(wiki, now, list(_history(verdict)))))
    embassy = list(_history('alive'))
    yield Page('dawiki', 'Project talk:Embassy', tuple(_revisions('dawiki', now, embassy)))


def _history(verdict: str) -> Iterator[tuple[float, str, str, str]]:
    """Return what happened on a page: days ago, who, what, and under which number of heading."""
    if verdict == 'not measurable':
        yield 40, ASKS, 'asks', '1'
        return
    yield 1500, ASKS, 'asks', '0'
    yield 1499, ANSWERS, 'answers', '0'
    if verdict == 'notice board':
        yield 700, POSTS_NEWS, 'posts news', '7'
        yield 698, ANSWERS, 'answers', '7'
    if verdict != 'dead':
        yield 50, POSTS_NEWS, 'posts news', '8'
        yield 20, POSTS_NEWS, 'posts news', '9'
    if verdict in ('slow', 'alive'):
        days = 200 if verdict == 'slow' else 30
        yield days, ASKS, 'asks', '1'
        yield days - 2, ANSWERS, 'answers', '1'
    if verdict == 'alive':
        yield 9, ANSWERS, 'asks', '2'
        yield 8, ARCHIVES, 'archives', '0'
        yield 7, ASKS, 'answers', '2'


def _revisions(wiki: str, now: datetime, history: list[tuple[float, str, str, str]]) -> Iterator[Revision]:
    text = 'Here people talk about this Wikipedia.\n'
    yield Revision(ASKS, now - timedelta(days=41 if len(history) == 1 else 1600), text, 'A place to talk')
    for days, user, what, number in sorted(history, reverse=True):
        heading = f'{HEADINGS.get(wiki, "Question")} {number}'
        new = NEW_SECTION.get(wiki, '/* {} */ new section').format(heading)
        tags: tuple[str, ...] = ()
        if what == 'archives':
            text = text.replace('What do you think?', '')
            comment = 'Archiving'
        elif what == 'answers':
            text += ':I think that it is a good idea. ~~~~\n'
            comment = f'/* {heading} */ Reply'
        else:
            text += f'\n== {heading} ==\nWhat do you think? What do others do? ~~~~\n'
            comment = new
            tags = ('massmessage-delivery',) if what == 'posts news' else ()
            if wiki not in ('enwiki', *NEW_SECTION) and not tags:
                tags, comment = ('discussiontools-newtopic',), f'/* {heading} */'
        yield Revision(user, now - timedelta(days=days), text, comment, tags=tags)
