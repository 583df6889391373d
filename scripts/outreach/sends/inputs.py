"""What a plan is made from: settings, lists, readers and texts, read from the wikis once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from outreach import holdout, revisions
from outreach.audience import deletedpages, subscriptionpages
from outreach.audience.contacted import is_lost
from outreach.audience.excludepages import Excluded, read_excluded
from outreach.audience.subscriptions import Subscriptions
from outreach.campaign import (
    APPROVAL,
    CONSENT,
    COOLDOWN,
    DAILYCAP,
    DELAY,
    DISCUSSION,
    EXCLUDE,
    FAILLIMIT,
    FALLBACK,
    LIST,
    MESSAGE,
    NOTBEFORE,
    SUBSCRIBERS,
    TESTERS,
    WAVES,
    stop_pages,
    subpage,
)
from outreach.doubts import Doubt
from outreach.farm import Answers, Farm
from outreach.holdout import Design
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.merge import person_of
from outreach.problems import Problem
from outreach.renames import renames_since
from outreach.revisions import Edit
from outreach.sends import grounds, recentsends, recipients, vouching
from outreach.sends.approval import UNDER_APPROVAL, WITHOUT_APPROVAL, in_place_of
from outreach.sends.messagepages import read_texts
from outreach.sends.pinnedlists import MOST_TESTERS, Parts, PinnedLists, read_for_plan
from outreach.sends.recipients import WikiFacts
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendpages import SendPages, waiting
from outreach.sends.sendplan import (
    Recipients,
    SendTerms,
    Texts,
    WavePlan,
    audience,
    free_label,
    make_correction,
    make_plan,
    send_page,
    unique,
)
from outreach.sends.sendstate import Removed, SendState
from outreach.sends.vouching import Vouching
from outreach.settings import CAMPAIGN, Given, Setting
from outreach.trust import Trust
from outreach.wiki import Wiki

RULES_OF_FOLLOWERS = (CONSENT, DISCUSSION, APPROVAL, LIST, MESSAGE, FALLBACK, COOLDOWN, EXCLUDE)
RULES_OF_WAVES = (TESTERS, WAVES, NOTBEFORE, DELAY, DAILYCAP, FAILLIMIT)
NOT_LISTED = 'not on the list any more'
PUT_BACK = 'off the list since it was planned, and put back by somebody whom nobody vouches for'


@dataclass(frozen=True)
class Request:
    """What the organizer wants: pages of lists and message, and the rules of the waves.

    `settings` are all rules of a wave in words, `follow_settings` those of a send that tries targets
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
    consent: str = ''

    @property
    def look_back(self) -> int:
        """How many days back the send log says who was written to."""
        return grounds.look_back(self.consent, self.cooldown)

    @classmethod
    def of(cls, given: Given, unvouched: tuple[str, ...] = (), *, correction: bool = False) -> Request:
        """Take it from settings; those that a script does not have are left at their defaults.

        A `correction` has its own text, unless the command line names one; its readers were asked lately,
        nobody is held out, and it needs no ground.
        """
        campaign, design = given[CAMPAIGN] or '', None if correction else holdout.of(given)
        measured = f'; {design.words}' if design else ''
        rules = RULES_OF_FOLLOWERS if correction else (*RULES_OF_FOLLOWERS, *RULES_OF_WAVES)
        message = given[MESSAGE] or subpage(campaign, 'Message')
        if correction and not given.place(MESSAGE).startswith('-message:'):
            message = subpage(campaign, 'Correction')
        return cls(
            campaign=campaign,
            lists=given[LIST] or subpage(campaign, 'Targets'),
            message=message,
            default_language=given[FALLBACK],
            sizes=given[WAVES],
            daily_cap=given[DAILYCAP],
            cooldown=0 if correction else given[COOLDOWN],
            exclude=given[EXCLUDE],
            testers=given[TESTERS] or '',
            unvouched=unvouched,
            settings=in_words(given, rules) + measured,
            follow_settings=in_words(given, RULES_OF_FOLLOWERS),
            design=design,
            consent='' if correction else given[CONSENT] or '',
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
    """Return which settings are others than a page was planned by, in words; approval, once needed, stays."""
    before, after = ([*text.split('; ')] for text in (planned, now))
    changed = [
        f'{old} is now {new}'
        for old, new in zip_longest(before, after, fillvalue='-')
        if old != new and (old, new) != (UNDER_APPROVAL, WITHOUT_APPROVAL)
    ]
    return ', '.join(changed)


@dataclass(frozen=True)
class Inputs:
    """Everything that a plan is made from, as read at the moment `read`.

    `testers` are those who get a test, none without a test. `allowance` is how many messages may still go
    out today, `barred` who is on a page that waits to be sent and must not be asked, by reason; `titles`
    are those of all pages under the campaign's sends, whoever made them. `vouching` tells who stands
    behind all this, `unread` are items of exclude pages that name nobody who could be told, `told` requests
    that are not done, `unvouched` the settings that rest on edits of others, `deleted`
    the pages that say who wants nothing and are gone.
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
    told: tuple[Problem, ...] = ()
    unvouched: tuple[str, ...] = ()
    deleted: tuple[Doubt, ...] = ()

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

    def correction(self) -> WavePlan:
        """Plan the correction of wrong sends for all readers at once; the lists are those who got them."""
        return make_correction(self.campaign, self.recipients, self.texts, self.titles)

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
        self, label: str, language: str, targets: tuple[Target, ...], old: SendPage | None = None
    ) -> SendPage:
        """Return a send of its own, outside of the waves: a test, or targets of an `old` page tried again."""
        free = free_label(label, language, self.campaign.title, self.titles)
        spoken, settings = self.recipients.language_of, self.follow_settings
        terms = replace(self.campaign, settings=in_place_of(old, settings)) if old else self.campaign
        return send_page(free, language, targets, terms, spoken, self.texts, old.title if old else '')

    def doubts(self, pages: Sequence[SendPage]) -> list[Doubt]:
        """Return the doubts about planned pages: all fell out for one reason, or a page of noes is gone."""
        emptied = recipients.all_removed(pages, {one.title: self.removed(one) for one in pages})
        return [*emptied, *(self.deleted if pages else ())]

    def removed(self, page: SendPage) -> tuple[Removed, ...]:
        """Return which targets of a planned page must not be sent to as things stand now, and why.

        People may leave until the last moment. Who came since waits for the next plan.
        """
        withheld = (self.recipients.withheld, self.barred)
        reasons = {one: reason for of in withheld for reason, some in of.items() for one in some}
        if page.is_test:
            reasons, listed = {}, frozenset(self.testers)
        elif page.kind:
            reasons = {one: why for one, why in reasons.items() if why != recipients.COOLDOWN}
            listed = frozenset(page.targets)
        else:
            back = self.vouching.put_back(page)
            reasons = {**dict.fromkeys(back, PUT_BACK), **reasons}
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


# what a plan would be made from now
Look = Callable[[], Inputs]


def read_inputs(
    farm: Farm, wanted: Request, send_pages: SendPages, now: datetime,
    corrected: PinnedLists | None = None, parts: Parts | None = None,
) -> Inputs:  # fmt: skip
    """Read everything that a plan is made from: one or a few requests for each wiki of the lists.

    Who gets a correction stands in `corrected`, whatever the lists say. `parts` are what `parts_of` told."""
    home, trust, pages = farm.home, send_pages.trust, send_pages.pages
    lists, testers, edits = read_for_plan(trust, wanted.lists, wanted.testers, corrected, parts)
    planned = [page for page in pages if page.state in (SendState.PLANNED, SendState.REQUESTED)]
    facts = recipients.gather(farm, [*lists.targets, *testers.targets, *targets_of(planned)], now)
    places = recipients.places_of(facts)
    out = read_excluded(farm, wanted.exclude, trust)
    asked = subscriptionpages.read(farm, trust, wanted.campaign, tuple(edits), places, edits)
    recent = recentsends.asked_lately(send_pages, wanted.cooldown, now, places)
    allowance, unknown = recentsends.allowance(send_pages, wanted.daily_cap, now)
    who = recipients.readers(lists.targets, facts, out, recent.names, asked)
    who, lost = grounds.counting(send_pages, wanted.consent, who, asked, places, {wanted.lists: (), **edits})
    texts = read_texts(home, wanted.message, wanted.default_language, _languages(who, planned))
    wanted = replace(wanted, unvouched=(*wanted.unvouched, *lost))
    behind = vouching_of(trust, wanted, () if corrected else lists.pinned, texts, who, pages, places, edits)
    return Inputs(
        campaign=_terms(wanted, lists, home, behind),
        lists=lists,
        recipients=who,
        testers=unique(recipients.readers(testers.targets, facts, asked=asked), ()).targets[:MOST_TESTERS],
        texts=texts,
        pages=tuple(pages),
        allowance=allowance,
        barred=_barred(pages, facts, out, recent.names, asked),
        renamed=_renamed(home, pages),
        read=now,
        titles=send_pages.titles,
        follow_settings=wanted.follow_settings,
        vouching=behind,
        unread=(*out.unread, *testers.left_out),
        told=(*asked.told, *map(is_lost, recent.lost), *unknown),
        unvouched=wanted.unvouched,
        deleted=tuple(deletedpages.doubts(home, wanted.exclude, wanted.campaign)),
    )


def _barred(
    pages: Sequence[SendPage],
    facts: Answers[WikiFacts],
    out: Excluded,
    lately: frozenset[str],
    asked: Subscriptions,
) -> dict[str, tuple[Target, ...]]:
    """Return who is on a page that waits to be sent and must not be asked any more, by reason."""
    main = [page for page in pages if not page.is_test]
    waiting = targets_of(page for page in main if page.state in (SendState.PLANNED, SendState.REQUESTED))
    led = recipients.led_together(waiting, targets_of(page for page in main if page.state.taken), facts)
    return {**recipients.readers(waiting, facts, out, lately, asked).withheld, recipients.LED: led}


def _terms(wanted: Request, lists: PinnedLists, home: Wiki, behind: Vouching) -> SendTerms:
    """Return what holds for all sends of the plan."""
    default, settings = wanted.default_language, wanted.settings
    asked = wanted.campaign, lists.pinned, home.user_name, wanted.sizes, default, settings
    return SendTerms(*asked, behind.doubts, wanted.design)


def _languages(who: Recipients, planned: Sequence[SendPage]) -> set[str]:
    """Return the languages of the readers' wikis, and those in which something is planned already."""
    return {who.language_of[one.host] for one in who.targets} | {page.language for page in planned}


def vouching_of(
    trust: Trust,
    wanted: Request,
    lists: Sequence[Pinned],
    texts: Texts,
    who: Recipients,
    pages: Sequence[SendPage],
    places: TitleResolver,
    edits: Mapping[str, Sequence[Edit]] = vouching.NOT_ASKED,
) -> Vouching:
    """Return who stands behind the settings, the lists and the texts that somebody will get.

    `edits` are those of lists that were asked about already.
    """
    used = {texts.chosen(who.language_of[one.host], wanted.default_language) for one in who.targets}
    messages = [Pinned(texts.messages[code].title, texts.messages[code].revid) for code in sorted(used)]
    waits = [one.title for one in pages if one.state in (SendState.PLANNED, SendState.REQUESTED)]
    stops = stop_pages(wanted.campaign, trust.wiki.user_name)
    shown = [wanted.campaign, *wanted.exclude, *stops, *waits]
    whom = who.targets if wanted.consent == SUBSCRIBERS else None
    found = vouching.read(trust, lists, messages, shown, pages, places, whom, edits)
    return replace(found, doubts=(*wanted.unvouched, *found.doubts))


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
    now = revisions.numbers(home, sorted({page.message.title for page in pages}))
    changed: dict[str, str] = {}
    for page in pages:
        one = page.message
        if now.get(one.title, 0) != one.revid:
            what = f'{one.title} (planned from revision {one.revid}, now {now.get(one.title, 0)})'
            changed[page.title] = f'was planned before somebody changed {what}'
    return changed
