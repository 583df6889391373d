"""What a plan is made from: settings, lists, readers and texts, read from the wikis once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach import siteinfo
from outreach.audience.excludepages import read_excluded
from outreach.campaign import COOLDOWN, DAILYCAP, EXCLUDE, FALLBACK, LIST, MESSAGE, TESTERS, WAVES, subpage
from outreach.farm import Farm
from outreach.lists import listpages
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.names import CATEGORY
from outreach.problems import BadInput, Problem
from outreach.renames import renames_since
from outreach.sends import recentsends, recipients
from outreach.sends.messagepages import read_texts
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendpages import waiting
from outreach.sends.sendplan import (
    Parcel,
    Recipients,
    SendTerms,
    Texts,
    WavePlan,
    audience,
    free_label,
    make_plan,
    parcel,
)
from outreach.settings import CAMPAIGN, Given
from outreach.wiki import Wiki


@dataclass(frozen=True)
class Request:
    """What the organizer wants: pages of lists and message, and the rules of the waves."""

    campaign: str
    lists: str
    message: str
    default_language: str = 'en'
    sizes: tuple[str, ...] = ('rest',)
    daily_cap: int = 5000
    cooldown: int = 30
    exclude: tuple[str, ...] = ()
    testers: str = ''

    @property
    def rule(self) -> str:
        """Return the rules of the sends as settings, for the send pages."""
        sizes = ', '.join(self.sizes)
        return f'waves = {sizes}; dailycap = {self.daily_cap}; cooldown = {self.cooldown}'

    @classmethod
    def of(cls, given: Given) -> Request:
        """Take it from settings; those that a script does not have are left at their defaults."""
        campaign = given[CAMPAIGN] or ''
        return cls(
            campaign=campaign,
            lists=given[LIST] or subpage(campaign, 'Targets'),
            message=given[MESSAGE] or subpage(campaign, 'Message'),
            default_language=given[FALLBACK],
            sizes=given[WAVES],
            daily_cap=given[DAILYCAP],
            cooldown=given[COOLDOWN],
            exclude=given[EXCLUDE],
            testers=given[TESTERS] or '',
        )


@dataclass(frozen=True)
class PinnedLists:
    """The delivery lists of a campaign in their current revisions, and their targets in order.

    `changed` is when the last of them was changed.
    """

    pinned: tuple[Pinned, ...]
    targets: tuple[Target, ...]
    changed: str

    def age(self, now: datetime) -> int:
        """Count the days since the last change."""
        return (now - datetime.fromisoformat(self.changed)).days


@dataclass(frozen=True)
class Inputs:
    """Everything that a plan is made from, as read at the moment `read`.

    `testers` are those who get a test, none without a test. `allowance` is how many messages may still go
    out today, `barred` who is on a page that waits to be sent and must not be asked, by reason. `unread`
    are items of exclude pages that name nobody who could be told.
    """

    campaign: SendTerms
    lists: PinnedLists
    recipients: Recipients
    testers: tuple[Target, ...]
    texts: Texts
    pages: tuple[SendPage, ...]
    allowance: int
    barred: Mapping[str, tuple[Target, ...]]
    renamed: Mapping[str, str]
    read: datetime
    unread: tuple[Problem, ...] = ()

    @property
    def cap(self) -> int:
        """How many more targets may be planned for today."""
        return max(0, self.allowance - sum(len(page.targets) for page in waiting(self.pages)))

    def plan(self) -> WavePlan:
        """Plan the next wave."""
        return make_plan(self.campaign, self.recipients, self.texts, self.pages, self.cap, self.renamed)

    @property
    def languages(self) -> list[str]:
        """Return the languages in which anybody is written to."""
        return sorted({used for _spoken, used in self.audience()})

    def audience(self) -> dict[tuple[str, str], int]:
        """Count the readers by content language of their wiki and language of their message."""
        return audience(self.recipients, self.texts, self.campaign.default_language)

    def written_in(self, host: str) -> str:
        """Return the language in which a wiki is written to."""
        return self.texts.chosen(self.recipients.language_of[host], self.campaign.default_language)

    def body(self, page: SendPage) -> str:
        """Return the text of a planned page as it stands now; '' where there is none any more."""
        hosts = {target.host for target in page.targets}
        if page.language not in self.texts.messages or not hosts <= set(self.recipients.language_of):
            return ''
        return self.texts.body(page.language, hosts, self.recipients.language_of)

    def body_in(self, language: str) -> str:
        """Return the text in a language as it goes to all wikis of the readers that are written to in it."""
        hosts = {one.host for one in self.recipients.targets if self.written_in(one.host) == language}
        return self.texts.body(language, hosts, self.recipients.language_of)

    def parcel(self, label: str, language: str, targets: tuple[Target, ...], follows: str = '') -> Parcel:
        """Return a send of its own, outside of the waves: a test, or targets that are taken up again."""
        free = free_label(label, language, self.campaign.title, {page.title for page in self.pages})
        made = parcel(free, language, targets, self.campaign, self.recipients.language_of, self.texts)
        return replace(made, page=replace(made.page, follows=follows))


def read_lists(home: Wiki, base: str) -> PinnedLists:
    """Read the delivery list and its parts.

    Raises BadInput with every entry that cannot be read, and where there is no list.
    """
    pages = listpages.read(home, base)
    if not pages:
        raise BadInput([Problem(base, 'there is no such delivery list; build_targets makes one')])
    listed = [parse(page.text, home.host, page.model, title=page.title) for page in pages]
    problems = [problem for one in listed for problem in one.problems]
    if problems:
        raise BadInput(problems)
    pinned = tuple(Pinned(page.title, page.revid) for page in pages)
    targets = tuple(target for one in listed for target in one.targets)
    if not targets and siteinfo.namespace_of(home, base)[0] == CATEGORY:
        text = 'is a category: its members are in no revision that a send could name; write them on a list'
        raise BadInput([Problem(base, text)])
    return PinnedLists(pinned, targets, max(page.timestamp for page in pages))


def ground(farm: Farm, wanted: Request, pages: Sequence[SendPage], sender: str, now: datetime) -> Inputs:
    """Read everything that a plan is made from: one or a few requests for each wiki of the lists."""
    home = farm.home
    lists = read_lists(home, wanted.lists)
    testers = read_lists(home, wanted.testers) if wanted.testers else PinnedLists((), (), '')
    planned = waiting(pages)
    facts = recipients.gather(farm, [*lists.targets, *testers.targets, *targets_of(planned)], now)
    out = read_excluded(farm, wanted.exclude)
    own = {page.title for page in pages}
    lately = recentsends.asked_lately(home, wanted.cooldown, now, own, recipients.places_of(facts))
    who = recipients.readers(lists.targets, facts, out, lately)
    used = {who.language_of[one.host] for one in who.targets} | {page.language for page in planned}
    texts = read_texts(home, wanted.message, wanted.default_language, used)
    campaign = SendTerms(
        wanted.campaign, lists.pinned, sender, wanted.sizes, wanted.default_language, wanted.rule
    )
    sent = recentsends.sent_in_a_day(home, sender, now) if sender else 0
    return Inputs(
        campaign=campaign,
        lists=lists,
        recipients=who,
        testers=recipients.readers(testers.targets, facts).targets,
        texts=texts,
        pages=tuple(pages),
        allowance=max(0, wanted.daily_cap - sent),
        barred=recipients.readers(
            targets_of(page for page in planned if not page.is_test), facts, out, lately
        ).withheld,
        renamed=_renamed(home, pages),
        read=now,
        unread=out.unread,
    )


def targets_of(pages: Iterable[SendPage]) -> list[Target]:
    """Return all targets of some send pages, each once."""
    return sorted({target for page in pages for target in page.targets})


def _renamed(home: Wiki, pages: Sequence[SendPage]) -> Mapping[str, str]:
    """Return the new names of people on earlier send pages, by the old ones."""
    since = min((page.sent.split()[0] for page in pages if page.sent), default='')
    earlier = {name for page in pages for one in page.targets if (name := person_of(one))}
    return renames_since(home, earlier, since)


def changed_since(home: Wiki, pages: Sequence[SendPage]) -> dict[str, str]:
    """Say for each send page that was planned from other revisions what was changed since.

    One request for all of them: titles and revisions, no texts.
    """
    pinned = {one for page in pages for one in (*page.lists, page.message)}
    now: dict[str, int] = {}
    for reply in home.query_each('titles', sorted({one.title for one in pinned}), prop='info'):
        now |= {page['title']: page.get('lastrevid', 0) for page in reply.get('pages', ())}
    changed: dict[str, str] = {}
    for page in pages:
        edited = [
            f'{one.title} (planned from revision {one.revid}, now {now.get(one.title, 0)})'
            for one in (*page.lists, page.message)
            if now.get(one.title, 0) != one.revid
        ]
        if edited:
            changed[page.title] = f'was planned before somebody changed {", ".join(edited)}'
    return changed
