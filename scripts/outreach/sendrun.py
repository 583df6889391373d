"""What a run of a send rests on: settings, lists, send pages and readers, read from the wikis once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach import ledger, optout, readers, records, sendlog, sendpage
from outreach.campaign import subpage
from outreach.entries import Target
from outreach.farm import Farm
from outreach.messagepages import read_texts
from outreach.names import Namespaces
from outreach.pages import Page
from outreach.problems import BadInput, EditConflict, Problem
from outreach.sending import Outcome
from outreach.sending import Texts as Words
from outreach.sendpage import Headings, Pinned, SendPage, SendState
from outreach.sendplan import Campaign, Parcel, Plan, Readers, Texts, make_plan
from outreach.targets import parse, person_of
from outreach.wiki import Say, Wiki


@dataclass(frozen=True)
class Wanted:
    """What the organizer wants: pages of lists and message, and the rules of the waves."""

    campaign: str
    lists: str
    message: str
    default_language: str = 'en'
    sizes: tuple[str, ...] = ('rest',)
    daily_cap: int = 5000
    cooldown: int = 30
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lists:
    """The delivery lists of a campaign in their current revisions, and their targets in order."""

    pinned: tuple[Pinned, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Ground:
    """Everything that a plan is made from."""

    campaign: Campaign
    lists: Lists
    readers: Readers
    texts: Texts
    pages: tuple[SendPage, ...]
    cap: int
    renamed: Mapping[str, str]

    def plan(self) -> Plan:
        """Plan the next wave."""
        return make_plan(self.campaign, self.readers, self.texts, self.pages, self.cap, self.renamed)

    def body(self, page: SendPage) -> str:
        """Give the text of a planned page as it stands now; '' where there is none any more."""
        hosts = {target.host for target in page.targets}
        if page.language not in self.texts.messages or not hosts <= set(self.readers.language_of):
            return ''
        return self.texts.body(page.language, hosts, self.readers.language_of)


def read_send_pages(home: Wiki, campaign: str) -> tuple[SendPage, ...]:
    """Read all send pages of a campaign, tests too; raise BadInput naming those that are broken."""
    under = records.titles_under(home, subpage(campaign, sendpage.SEND, ''))
    titles = ledger.send_titles(under, campaign)
    pages: list[SendPage] = []
    problems: list[Problem] = []
    for title, page in home.read_many(titles).items():
        try:
            pages.append(sendpage.parse(page.text, title))
        except ValueError as error:
            problems.append(Problem(title, str(error).removeprefix(f'{title}: ')))
    if problems:
        raise BadInput(problems)
    return tuple(pages)


def read_lists(home: Wiki, base: str) -> Lists:
    """Read the delivery list and, where it was split, its parts (subpages with targets)."""
    under = [title for title in records.titles_under(home, f'{base}/') if title != base]
    pages = home.read_many([base, *sorted(under)])
    if not pages[base].revid:
        raise BadInput([Problem(base, 'there is no such delivery list; build_targets makes one')])
    listed = {
        page.title: parse(page.text, home.host, page.model, title=page.title) for page in pages.values()
    }
    problems = [problem for one in listed.values() for problem in one.problems]
    if problems:
        raise BadInput(problems)
    used = [pages[title] for title, one in listed.items() if one.targets or title == base]
    pinned = tuple(Pinned(page.title, page.revid) for page in used)
    return Lists(pinned, tuple(target for page in used for target in listed[page.title].targets))


def excluded_names(home: Wiki, titles: Sequence[str]) -> frozenset[str]:
    """Give who is named on the exclude pages; raise BadInput for a page that is not there.

    A page of names that cannot be read must never mean that nobody is excluded.
    """
    if not titles:
        return frozenset()
    reply = next(home.query(meta='siteinfo', siprop='namespaces|namespacealiases'))
    namespaces = Namespaces.from_siteinfo(reply)
    pages = home.read_many(titles)
    gone = [
        Problem(title, 'there is no such exclude page') for title, page in pages.items() if not page.revid
    ]
    if gone:
        raise BadInput(gone)
    return frozenset(
        name for page in pages.values() for name in optout.names_on_page(page.text, home.host, namespaces)
    )


def words(say: Say) -> Words:
    """Give the edit summaries and headings of send pages in the language of the wiki."""
    keys = {state: state.value for state in SendState} | {SendState.PLANNED: 'released'}
    return Words(lambda state: say(keys[state]), Headings(say('lead'), say('targets'), say('approval')))


def create(home: Wiki, parcel: Parcel, texts: Words, summary: str) -> Outcome:
    """Create the send page of a parcel; where it is there already nothing is changed."""
    page = parcel.page
    try:
        home.save(Page(page.title), page.render(texts.headings), summary)
    except EditConflict:
        return Outcome(page.title, page.state, 'was planned by another run at the same moment')
    return Outcome(page.title, page.state, f'planned for {len(page.targets)} targets', len(page.targets))


def ground(farm: Farm, wanted: Wanted, pages: Sequence[SendPage], sender: str, now: datetime) -> Ground:
    """Read everything that a plan is made from: one or a few requests for each wiki of the lists."""
    home = farm.home
    lists = read_lists(home, wanted.lists)
    facts = readers.gather(farm, lists.targets)
    excluded = excluded_names(home, wanted.exclude)
    own = {page.title for page in pages}
    lately = sendlog.asked_lately(home, wanted.cooldown, now, own)
    who = readers.readers(lists.targets, facts, excluded, lately)
    texts = read_texts(home, wanted.message, wanted.default_language, set(who.language_of.values()))
    campaign = Campaign(wanted.campaign, lists.pinned, sender, wanted.sizes, wanted.default_language)
    cap = max(0, wanted.daily_cap - sendlog.sent_in_a_day(home, sender, now)) if sender else wanted.daily_cap
    since = min((page.sent.split()[0] for page in pages if page.sent), default='')
    earlier = {name for page in pages for one in page.targets if (name := person_of(one))}
    return Ground(campaign, lists, who, texts, tuple(pages), cap, optout.renames_since(home, earlier, since))


def changed_since(home: Wiki, page: SendPage) -> list[Problem]:
    """Say which of the pages that a send was made from were changed since it was planned."""
    problems = []
    now = home.read_many([one.title for one in (*page.lists, page.message)])
    for pinned in (*page.lists, page.message):
        revid = now[pinned.title].revid
        if revid != pinned.revid:
            text = f'{pinned.title} was changed after the plan (revision {pinned.revid}, now {revid})'
            problems.append(Problem(page.title, f'{text}; -replan makes a new plan'))
    return problems
