"""Readers that ask a wiki besides what they are given: here it knows nothing but its namespaces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, cast

from outreach import asking, campaign, settingspages
from outreach.affiliates import clientlist
from outreach.audience import excludepages
from outreach.channels import liveness, mailinglists
from outreach.events import entrydata
from outreach.farm import Farm
from outreach.feeds import newspages
from outreach.fetchcache import FetchCache
from outreach.fetching import FetchedAnswer
from outreach.letters import reading
from outreach.lists import authors, listpages
from outreach.pages import Page
from outreach.patterns import patternpages
from outreach.problems import BadInput
from outreach.promotion import earlierlog
from outreach.revisions import Revision
from outreach.sends import believed, linkblocks
from outreach.sitematrix import WikiInfo
from outreach.trust import Trust
from outreach.wiki import Wiki

from tests.channels.test_listsurvey import MAILS, THREAD
from tests.events.samples import PARIS
from tests.events.samples import entry as entry_of
from tests.hostile import samples
from tests.hostile.reader import Reader
from tests.hostile.replies import replied
from tests.promotion.test_earlierlog import ENTRY, TITLE, log, sent
from tests.samples.cannedwiki import Canned, farm_of
from tests.samples.logs import WORDS, say
from tests.samples.sendwiki import SendWiki, trust

ANSWER: dict[str, Any] = {'query': {}, 'spamblacklist': {'result': 'ok'}}
NOW = datetime(2026, 11, 26, tzinfo=UTC)


CLIENTS = clientlist.render(
    [
        clientlist.Client(
            'wmx', 'Wikimedians of Example', 'X', 'User Group', 'Y', 'sv', number, name, name,
            'ann@example.org', 'Contact', 'registry', 'usable', number,
        )
        for number, name in ((1, 'Ann'), (2, '=Bo'))
    ],
    7,
    date(2026, 11, 1),
)  # fmt: skip
ENTRY_DATA = {'country': 'FR', 'withdrawn': '2026-11-02', 'types': 'x'} | entrydata.texts(entry_of(PARIS))


class Silent(Canned):
    """A wiki on which there is no page."""

    user_name = 'Bot'

    def __init__(self) -> None:
        super().__init__(lambda _: ANSWER, WikiInfo('svwiki', 'sv.wikipedia.org', 'sv'))

    def read_many(self, titles: Iterable[str]) -> dict[str, Page]:
        return {title: Page(title, '', 0) for title in titles}

    def guard(self, title: str) -> None:
        """Let every page be written to."""


SILENT = Silent()
WIKI = cast(Wiki, SILENT)
FARM: Farm = farm_of(SILENT)
TRUST: Trust = trust(SendWiki())


def _page(text: str) -> Page:
    return Page('P', text, 7)


def _revision(text: str) -> Revision:
    return Revision(7, 'P', text, user='Bot')


def _measured(archive: Any) -> object:
    """Measure a list as a run does, which takes each of these errors for no usable answer."""
    try:
        detail, threads, mails = (archive[key] for key in ('detail', 'threads', 'mails'))
    except (KeyError, TypeError):
        return None  # a part is missing, which the survey tells
    return mailinglists.measure(detail, threads, mails, NOW, liveness.Thresholds())


def _expanded(text: str) -> object:
    """Read whom a list was sent to, where the wiki shows that text for it too."""
    shown = f'<a href="//sv.wikipedia.org/w/index.php?title=User_talk:A">a</a>{text}'
    wiki = Canned(lambda _: {'parse': {'text': shown}}, SILENT.info)
    return listpages.sent_to(cast(Wiki, wiki), _revision(text))


class Waiting:
    """What fetches from a host that answers that it is busy, and until when."""

    def __init__(self, until: str) -> None:
        self.until = until

    def fetch(self, link: str, _known: object) -> FetchedAnswer:
        return FetchedAnswer(429, link, {'retry-after': self.until})


def _busy(text: str) -> object:
    return asking.ask(cast(Any, Waiting(text)), FetchCache(), NOW, 'https://blog.example/feed/')


ASKING_READERS: dict[str, Reader] = {
    'asking:ask': Reader(_busy, samples=('7', 'Fri, 27 Nov 2026 10:00:00 GMT')),
    'audience/excludepages:excluded': Reader(
        lambda text: excludepages.excluded(FARM, {'P': _page(text)}), (BadInput,), (samples.EXCLUDED,)
    ),
    'channels/mailinglists:measure': Reader(
        replied(_measured, {'detail': {'description': 'x'}, 'threads': [THREAD], 'mails': MAILS['results']}),
        (ValueError,),
        ('x',),
    ),
    'events/entrydata:entry': Reader(replied(entrydata.entry, ENTRY_DATA), (ValueError,), ('x',)),
    'feeds/newspages:signed_up': Reader(
        lambda text: newspages.signed_up(FARM, _page(text)), (BadInput,), (samples.SIGN_UPS, samples.FEED)
    ),
    'letters/reading:of_clients': Reader(
        lambda text: reading.of_clients(WIKI, text, 'F', NOW), (BadInput,), (CLIENTS,)
    ),
    'letters/reading:of_file': Reader(
        lambda text: reading.of_file(FARM, text, 'F'),
        (BadInput,),
        (samples.PEOPLE_FILE, samples.CONTACT_FILE, samples.LIST),
    ),
    'lists/authors:targets_in': Reader(
        lambda text: authors.targets_in(WIKI, _revision(text)), samples=(samples.LIST,)
    ),
    'lists/listpages:sent_to': Reader(
        _expanded, samples=(samples.LIST, samples.LIST + '{{Outreach/More}}\n')
    ),
    'patterns/patternpages:missing': Reader(
        lambda text: patternpages.missing(WIKI, [text]), samples=(samples.PATTERN,)
    ),
    'promotion/earlierlog:present': Reader(
        lambda text: earlierlog.present(text, TITLE, [ENTRY], WORDS, say),
        (ValueError,),
        (log(sent('sv'), sent('de')), samples.LOG),
    ),
    'sends/believed:newest': Reader(
        lambda text: believed.newest('Outreach/X/Send/1/en', TRUST, [_revision(text)]),
        samples=(samples.SEND_PAGE,),
    ),
    'sends/linkblocks:read': Reader(
        lambda text: linkblocks.read(FARM, {'sv.wikipedia.org': text}), samples=(samples.MESSAGE,)
    ),
    'settingspages:given_on': Reader(
        lambda text: settingspages.given_on(WIKI, _page(text), campaign.TEMPLATE, campaign.SETTINGS),
        (BadInput,),
        (samples.CAMPAIGN,),
    ),
}
