"""Readers that take titles and read the pages themselves: here every page of the wiki holds the text."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from outreach.affiliates import lookup, optouts
from outreach.audience import optout, subscriptionpages
from outreach.feeds import feedpage, feedsettings, newspages, pagechanges
from outreach.feeds import sources as feedsources
from outreach.feeds.items import Languages
from outreach.letters import reading
from outreach.lists.entries import TitleResolver
from outreach.pages import Page
from outreach.patterns import patternpages
from outreach.problems import BadInput
from outreach.promotion import growth
from outreach.sends import tracing, vouching
from outreach.sends.sendpage import Pinned
from outreach.sitematrix import WikiInfo
from outreach.trust import Trust
from outreach.wiki import Wiki
from outreach.wikitext import BrokenMarkers

from tests.hostile import samples
from tests.hostile.reader import Reader
from tests.samples import patternpage
from tests.samples.cannedwiki import SITEINFO, Canned, farm_of
from tests.samples.sent import send
from tests.samples.wikis import RESOLVER

NOW = datetime(2026, 11, 26, tzinfo=UTC)
SENT = send().page
DELIVERED = (
    "x\n== ''Hej'' [[du]] ==\nText\n"
    '<!-- Message sent by User:Bot@svwiki using the list at '
    f'https://x.org/w/?oldid={SENT.every_send[0].revision} -->\n'
)
TITLE = SENT.targets[0].page
NEWS = feedsettings.FeedSettings('News', (feedsources.source('https://blog.example/feed/ – Blog'),))


class Written(Canned):
    """A wiki on which every page holds one text: Ann wrote it, and Bot and Ann saved it again."""

    user_name = 'Bot'

    def __init__(self, text: str, model: str = 'wikitext') -> None:
        super().__init__(self._reply, WikiInfo('svwiki', 'sv.wikipedia.org', 'sv'))
        self.text, self.model = text, model

    def read_many(self, titles: Iterable[str]) -> dict[str, Page]:
        return {title: self.read(title) for title in titles}

    def read(self, title: str) -> Page:
        return Page(title, self.text, 9, model=self.model)

    def call(self, **parameters: Any) -> Mapping[str, Any]:
        return self._reply(parameters)

    def _reply(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('action') == 'parse':
            return {'parse': {'text': self.text, 'revid': 9}}
        lists = asked.get('list', ())
        titles = asked.get('titles', ())
        titles = [titles] if isinstance(titles, str) else titles
        return {
            'query': {
                **SITEINFO,
                'pages': [self._page(title) for title in titles]
                or [self._page('L', int(number)) for number in asked.get('revids', ())],
                'allpages': [{'title': f'{asked["apprefix"]}A'}] if 'allpages' in lists else [],
                'usercontribs': [self._delivery()] if 'usercontribs' in lists else [],
                'languageinfo': {
                    code: {'code': code, 'fallbacks': [], 'dir': 'ltr', 'autonym': code}
                    for code in asked.get('licode', ())
                },
                'allmessages': [
                    {'name': name, 'content': 'Opted-out'} for name in str(asked.get('ammessages')).split('|')
                ],
            }
        }  # fmt: skip

    def _page(self, title: str, number: int = 0) -> dict[str, Any]:
        saves = [(7, 'Ann', self.text[:5]), (8, 'Bot', f'x\n{self.text[5:]}'), (9, 'Ann', self.text)]
        rows = [one for one in saves if number in (0, one[0])] or saves[:1]
        return {
            'title': title,
            'lastrevid': 9,
            'templates': [{'title': 'Template:Bots'}],
            'revisions': [
                {
                    'revid': number or at, 'parentid': at - 1, 'user': user, 'comment': text[:200],
                    'tags': [],
                    'timestamp': f'2026-03-05T11:00:0{at}Z', 'sha1': f'{at}',
                    'slots': {'main': {'content': text, 'contentmodel': self.model}},
                }
                for at, user, text in rows
            ],
        }  # fmt: skip

    def _delivery(self) -> dict[str, Any]:
        """Return an edit of the delivery account, with a text that somebody chose for its summary."""
        return {
            'revid': 9, 'parentid': 8, 'title': TITLE, 'timestamp': '2026-03-05T11:00:09Z',
            'comment': '/* Hej du */ ' + self.text[:400],
        }  # fmt: skip


def written(read: Callable[[Any], object]) -> Callable[[str], object]:
    """Return a reader of a wiki as a reader of the text that its pages hold."""
    return lambda text: read(cast(Any, Written(text)))


def _trust(wiki: Wiki) -> Trust:
    return Trust(wiki, frozenset({'Bot'}))


def _letter_folder(text: str) -> object:
    """Read the texts of a letter from files."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, 'en.txt').write_text(text, encoding='utf-8', errors='replace')
        return reading.texts(cast(Any, Written(text)), folder, 'en', ())


def _letter_texts(text: str) -> object:
    try:
        reading.texts(cast(Any, Written(text)), 'M', 'en', ('sv',))
    finally:
        found = _letter_folder(text)
    return found


def _vouching(wiki: Any) -> object:
    lists, messages = [Pinned('L', 9)], [Pinned('M', 9)]
    return vouching.read(_trust(wiki), lists, messages, ['O'], [SENT], TitleResolver())


def _traced(wiki: Any) -> object:
    return tracing.follow(farm_of(wiki), [SENT], {}, {SENT.title: wiki.text}, NOW)


def _patterns(wiki: Any) -> tuple[Any, Any]:
    return patternpages.patterns(wiki, patternpages.PREFIX, patternpage.WORDS, RESOLVER)


def _pattern_lint(wiki: Any) -> object:
    read, translated = _patterns(wiki)
    return patternpages.lint(wiki, read, translated, dict.fromkeys((one.pattern.title for one in read), 'x'))


def _planned(wiki: Any) -> pagechanges.PlannedPage:
    """Return the plan for a page of news; raise BrokenMarkers where its region cannot be read."""
    news = newspages.NewsPage(wiki.read('News'), NEWS, feedpage.read(wiki.text))
    edition = pagechanges.Edition({}, Languages(frozenset({'en', 'sv'})), NOW, lambda _: _say)
    return pagechanges.planned(wiki, news, edition)


def _say(key: str, **_values: Any) -> str:
    return key


def _digest(wiki: Any) -> object:
    page = pagechanges.PlannedPage(
        newspages.NewsPage(Page('News', samples.FEED, 9), NEWS, feedpage.read(samples.FEED)),
        pagechanges.Edition({}, Languages(), NOW, lambda _: _say),
    )
    changes = list(pagechanges.digest_changes(farm_of(wiki), page, wiki.read('Digest'), wiki.text))
    return [one.text for one in changes]


def _talk(wiki: Any) -> object:
    return lookup.talk_pages(
        wiki, ['User talk:A'], {'Bot'}, '', lookup.look_up(wiki, ['User talk:A'], (), NOW)
    )


WIKI_READERS: dict[str, Reader] = {
    'affiliates/lookup:talk_pages': Reader(written(_talk), samples=(samples.OPT_OUT,)),
    'affiliates/optouts:with_held': Reader(
        written(lambda wiki: optouts.with_held(optouts.OptOuts(), _trust(wiki), ['P'], RESOLVER)),
        (BadInput,),
        (samples.EXCLUDED,),
    ),
    'audience/optout:talk_pages_and_users': Reader(
        written(lambda wiki: optout.talk_pages_and_users(wiki, ['A'], {'Bot'})), samples=(samples.OPT_OUT,)
    ),
    'audience/subscriptionpages:read': Reader(
        written(lambda wiki: subscriptionpages.read(farm_of(wiki), _trust(wiki), 'C', ['L'])),
        (BadInput,),
        (samples.SIGN_UPS, samples.LIST, '#REDIRECT [[Other/Requests]]'),
    ),
    'feeds/pagechanges:PlannedPage.become': Reader(
        written(lambda wiki: _planned(wiki).become(wiki.text)), (BrokenMarkers,), (samples.FEED,)
    ),
    'feeds/pagechanges:PlannedPage.plan': Reader(
        written(lambda wiki: _planned(Written('')).plan(wiki.text)), (BrokenMarkers,), (samples.FEED,)
    ),
    'feeds/pagechanges:digest_changes': Reader(
        written(_digest), (BadInput, BrokenMarkers), (samples.SIGN_UPS, samples.FEED)
    ),
    'feeds/pagechanges:planned': Reader(written(_planned), (BrokenMarkers,), (samples.FEED,)),
    'letters/reading:opted_out': Reader(
        written(lambda wiki: reading.opted_out(farm_of(wiki), _trust(wiki), ['P'], 'No mail')),
        (BadInput,),
        (samples.EXCLUDED, samples.SIGN_UPS),
    ),
    'letters/reading:texts': Reader(_letter_texts, (BadInput,), (samples.MESSAGE, 'Dear {name}')),
    'patterns/patternpages:lint': Reader(written(_pattern_lint), samples=(samples.PATTERN,)),
    'patterns/patternpages:patterns': Reader(written(_patterns), samples=(samples.PATTERN,)),
    'promotion/growth:measure': Reader(
        written(lambda wiki: growth.measure(wiki, ['P'], [('1', date(2026, 3, 6))], NOW.date(), RESOLVER)),
        samples=(samples.SIGN_UPS,),
    ),
    'sends/tracing:follow': Reader(written(_traced), samples=(DELIVERED, samples.TALK)),
    'sends/vouching:read': Reader(written(_vouching), (BadInput,), (samples.LIST, samples.MESSAGE)),
}
