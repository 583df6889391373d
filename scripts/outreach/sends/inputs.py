"""What a plan is made from: settings, lists, readers and texts, read from the wikis once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from outreach import holdout, siteinfo
from outreach.accountlinks import resolver_of
from outreach.audience import takenoff
from outreach.audience.excludepages import Excluded, names_on_page, read_excluded
from outreach.audience.takenoff import TakenOff
from outreach.campaign import (
    APPROVAL,
    COOLDOWN,
    DAILYCAP,
    DELAY,
    EXCLUDE,
    FAILLIMIT,
    FALLBACK,
    LIST,
    MESSAGE,
    NOTBEFORE,
    TESTERS,
    WAVES,
    subpage,
)
from outreach.farm import Farm
from outreach.holdout import Design
from outreach.lists import listpages
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.merge import person_of
from outreach.names import CATEGORY
from outreach.problems import BadInput, Problem, refuse
from outreach.renames import renames_since
from outreach.revisions import Revision
from outreach.sends import recentsends, recipients, vouching
from outreach.sends.messagepages import read_texts
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendpages import SendPages, waiting
from outreach.sends.sendplan import (
    Recipients,
    SendTerms,
    Texts,
    WavePlan,
    audience,
    free_label,
    make_plan,
    send_page,
)
from outreach.sends.sendstate import Removed
from outreach.sends.vouching import Vouching
from outreach.settings import CAMPAIGN, Given, Setting
from outreach.trust import Trust, read_authorship
from outreach.wiki import Wiki

RULES_OF_FOLLOWERS = (APPROVAL, LIST, MESSAGE, FALLBACK, COOLDOWN, EXCLUDE)
RULES_OF_WAVES = (TESTERS, WAVES, NOTBEFORE, DELAY, DAILYCAP, FAILLIMIT)
NOT_LISTED = 'not on the list any more'
MOST_TESTERS = 20


@dataclass(frozen=True)
class Request:
    """What the organizer wants: pages of lists and message, and the rules of the waves.

    `settings` are all rules of a wave in words, `follow_settings` those of a send that takes targets up
    again: they are part of what is approved. `unvouched` are the settings that rest on edits of somebody
    whom we do not trust.
    """

    campaign: str
    lists: str
    message: str
    default_language: str = 'en'
    sizes: tuple[str, ...] = ('rest',)
    daily_cap: int = 5000
    cooldown: int = 30
    exclude: tuple[str, ...] = ()
    testers: str = ''
    unvouched: tuple[str, ...] = ()
    settings: str = ''
    follow_settings: str = ''
    design: Design | None = None

    @classmethod
    def of(cls, given: Given, unvouched: tuple[str, ...] = ()) -> Request:
        """Take it from settings; those that a script does not have are left at their defaults."""
        campaign, design = given[CAMPAIGN] or '', holdout.of(given)
        measured = f'; {design.words}' if design else ''
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
            unvouched=unvouched,
            settings=in_words(given, [*RULES_OF_FOLLOWERS, *RULES_OF_WAVES]) + measured,
            follow_settings=in_words(given, RULES_OF_FOLLOWERS),
            design=design,
        )


def in_words(given: Given, settings: Sequence[Setting[Any]]) -> str:
    """Return the values of settings as one line, in this order."""

    def value(setting: Setting[Any]) -> str:
        found = given[setting]
        if isinstance(found, tuple):
            return ', '.join(map(str, found)) or '-'
        if isinstance(found, bool):
            return 'yes' if found else 'no'
        return '-' if found is None else str(found)

    return '; '.join(f'{setting.name} = {value(setting)}' for setting in settings)


def settings_changed(planned: str, now: str) -> str:
    """Return which settings are others than those that a page was planned by, in words; '' for none."""
    before, after = ([*text.split('; ')] for text in (planned, now))
    changed = [f'{old} is now {new}' for old, new in zip_longest(before, after, fillvalue='-') if old != new]
    return ', '.join(changed)


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
    out today, `barred` who is on a page that waits to be sent and must not be asked, by reason; `titles`
    are those of all pages under the campaign's sends, whoever made them. `vouching` tells who stands
    behind all this, `unread` are items of exclude pages that name nobody who could be told.
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
    titles: frozenset[str] = frozenset()
    follow_settings: str = ''
    vouching: Vouching = field(default_factory=Vouching)
    unread: tuple[Problem, ...] = ()

    @property
    def cap(self) -> int:
        """How many more targets may be planned for today."""
        return max(0, self.allowance - sum(len(page.targets) for page in waiting(self.pages)))

    def plan(self) -> WavePlan:
        """Plan the next wave."""
        return make_plan(
            self.campaign,
            self.recipients,
            self.texts,
            self.pages,
            self.cap,
            self.renamed,
            self.titles,
            self.read,
        )

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

    def send_page(
        self, label: str, language: str, targets: tuple[Target, ...], follows: str = ''
    ) -> SendPage:
        """Return a send of its own, outside of the waves: a test, or targets that are taken up again."""
        free = free_label(label, language, self.campaign.title, self.titles)
        terms = replace(self.campaign, settings=self.follow_settings) if follows else self.campaign
        return send_page(free, language, targets, terms, self.recipients.language_of, self.texts, follows)

    def removed(self, page: SendPage) -> tuple[Removed, ...]:
        """Return which targets of a planned page must not be sent to as things stand now, and why.

        People may leave until the last moment. Who came since waits for the next plan.
        """
        reasons = {one: reason for reason, some in self.barred.items() for one in some}
        if page.is_test:
            reasons, listed = {}, frozenset(self.testers)
        elif page.kind:
            reasons = {one: why for one, why in reasons.items() if why != recipients.COOLDOWN}
            listed = frozenset(page.targets)
        else:
            listed = frozenset(self.recipients.targets)
        return tuple(
            Removed(one, reasons.get(one, NOT_LISTED))
            for one in page.targets
            if one in reasons or one not in listed
        )

    def settings_changed(self, page: SendPage) -> str:
        """Return which settings are others than those that a page was planned by; '' for none."""
        return settings_changed(
            page.settings, self.follow_settings if page.follows else self.campaign.settings
        )


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


def ground(farm: Farm, trust: Trust, wanted: Request, book: SendPages, now: datetime) -> Inputs:
    """Read everything that a plan is made from: one or a few requests for each wiki of the lists.

    `wanted.unvouched` says which settings nobody we trust vouches for.
    """
    home, pages, sender = farm.home, book.pages, farm.home.user_name
    lists = read_lists(home, wanted.lists)
    testers = read_testers(trust, wanted.testers)
    planned = waiting(pages)
    facts = recipients.gather(farm, [*lists.targets, *testers.targets, *targets_of(planned)], now)
    out, held = read_out(farm, trust, wanted.exclude)
    own = book.titles
    lately = recentsends.asked_lately(home, wanted.cooldown, now, own, recipients.places_of(facts))
    who = recipients.readers(lists.targets, facts, out, lately)
    used = {who.language_of[one.host] for one in who.targets} | {page.language for page in planned}
    texts = read_texts(home, wanted.message, wanted.default_language, used)
    behind = vouching_of(trust, wanted, lists, texts, who, pages, recipients.places_of(facts))
    default, settings = wanted.default_language, wanted.settings
    campaign = SendTerms(
        wanted.campaign, lists.pinned, sender, wanted.sizes, default, settings, behind.doubts, wanted.design
    )
    sent = recentsends.sent_in_a_day(home, sender, now) if sender else 0
    return Inputs(
        campaign=campaign,
        lists=lists,
        recipients=who,
        testers=recipients.readers(testers.targets, facts).targets[:MOST_TESTERS],
        texts=texts,
        pages=tuple(pages),
        allowance=max(0, wanted.daily_cap - sent),
        barred=recipients.readers(
            targets_of(page for page in planned if not page.is_test), facts, out, lately
        ).withheld,
        renamed=_renamed(home, pages),
        read=now,
        titles=book.titles,
        follow_settings=wanted.follow_settings,
        vouching=replace(behind, taken_off=held),
        unread=out.unread,
    )


def read_out(farm: Farm, trust: Trust, titles: Sequence[str]) -> tuple[Excluded, tuple[TakenOff, ...]]:
    """Return whom exclude pages name, and those of them whom somebody took off who may not."""
    out = read_excluded(farm, titles)
    if not titles:
        return out, ()
    resolver = resolver_of(farm, set())

    def names(one: Revision) -> frozenset[str]:
        return frozenset(names_on_page(one.text or '', resolver, one.model))

    held = takenoff.read(trust, titles, names)
    return replace(out, names=out.names | {one.name for one in held}), held


def vouching_of(
    trust: Trust,
    wanted: Request,
    lists: PinnedLists,
    texts: Texts,
    who: Recipients,
    pages: Sequence[SendPage],
    places: TitleResolver,
) -> Vouching:
    """Return who stands behind the settings, the lists and the texts that somebody will get."""
    used = {texts.chosen(who.language_of[one.host], wanted.default_language) for one in who.targets}
    messages = [Pinned(texts.messages[code].title, texts.messages[code].revid) for code in sorted(used)]
    found = vouching.read(trust, lists.pinned, messages, [wanted.campaign, *wanted.exclude], pages, places)
    return replace(found, doubts=(*wanted.unvouched, *found.doubts))


def read_testers(trust: Trust, title: str) -> PinnedLists:
    """Read the testers of a campaign: those whom a trusted account, or they themselves, put on their list.

    Raises BadInput where others did, and where there are more than MOST_TESTERS: a test goes out before
    anybody has looked at it.
    """
    if not title:
        return PinnedLists((), (), '')
    found = read_lists(trust.wiki, title)
    problems = []
    for one in found.pinned:
        known = read_authorship(
            trust.wiki, one.title, lambda rev: vouching.targets_in(trust.wiki, rev), trust
        )
        foreign = known.by_others(trust, lambda target: person_of(target) or '')
        problems += [
            Problem(one.title, f'{target} was put here by {user or "somebody hidden"}, not by themselves')
            for target, user in sorted(foreign.items())
        ]
    if len(set(found.targets)) > MOST_TESTERS:
        problems.append(Problem(title, f'names {len(set(found.targets))} testers; at most {MOST_TESTERS}'))
    refuse(problems)
    return found


def targets_of(pages: Iterable[SendPage]) -> list[Target]:
    """Return all targets of some send pages, each once."""
    return sorted({target for page in pages for target in page.targets})


def _renamed(home: Wiki, pages: Sequence[SendPage]) -> Mapping[str, str]:
    """Return the new names of people on earlier send pages, by the old ones."""
    since = min((one.stamp for page in pages for one in page.every_send), default='')
    earlier = {name for page in pages for one in (*page.targets, *page.held) if (name := person_of(one))}
    return renames_since(home, earlier, since)


def message_changed(home: Wiki, pages: Sequence[SendPage]) -> dict[str, str]:
    """Return for each send page whose message was edited since it was planned what was changed.

    One request for all of them: titles and revisions, no texts.
    """
    pinned = {page.message for page in pages}
    now: dict[str, int] = {}
    for reply in home.query_each('titles', sorted({one.title for one in pinned}), prop='info'):
        now |= {page['title']: page.get('lastrevid', 0) for page in reply.get('pages', ())}
    changed: dict[str, str] = {}
    for page in pages:
        one = page.message
        if now.get(one.title, 0) != one.revid:
            what = f'{one.title} (planned from revision {one.revid}, now {now.get(one.title, 0)})'
            changed[page.title] = f'was planned before somebody changed {what}'
    return changed
