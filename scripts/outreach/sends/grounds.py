"""The ground on which a campaign writes to people, as Meta asks for it.

The right to send messages is not for unsolicited ones (https://meta.wikimedia.org/wiki/MassMessage_senders,
as of 2025). So a campaign says why it may: its readers put themselves on the list
(`subscribers`), or hear from it once and are asked whether they want more (`first contact`), or a community
agreed (`agreed`, with the discussion). Without one a list may be built and looked at, and not be sent to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach import safety
from outreach.audience.subscriptions import Subscriptions
from outreach.campaign import AGREED, CONSENT, DISCUSSION, FIRST_CONTACT, SUBSCRIBERS
from outreach.lists import authors
from outreach.lists.entries import Target, TitleResolver
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.revisions import Edit, Revision
from outreach.run import Run, texts
from outreach.sends import recentsends
from outreach.sends.sendpage import SendPage
from outreach.sends.sendpages import SendPages
from outreach.sends.sendplan import Recipients, SendTerms
from outreach.sends.unvouchedwords import account
from outreach.settings import Given
from outreach.trust import Trust, read_authorship
from outreach.weblinks import in_wikitext

NOT_SUBSCRIBED = 'did not put themselves on the list'
ONCE = 'was written to by this campaign before, and has not asked for more'
UNTOLD = 'to whom entry {} of the send log went: the list {} as it was then is deleted'
EVER = 365 * 30  # days: MassMessage is younger (2013)
NONE = (
    'says no ground on which people are written to: set consent to subscribers, first contact or agreed on '
    'the campaign page, or give -consent:… (with -under the only way), and -discussion:… beside agreed; '
    'until then the list can be built and looked at, not sent to'
)
# at the start alone: a title further on may read like this
WORDS = re.compile(r'consent = ([a-z ]+); discussion = (\S+?)(?:; |$)')


@dataclass(frozen=True)
class Consent:
    """The ground of a plan, and the address of the discussion where a community agreed ('' for none)."""

    consent: str
    discussion: str = ''

    def __str__(self) -> str:
        return f'{self.consent} ({self.discussion})' if self.discussion else self.consent


def problems(given: Given) -> list[Problem]:
    """Return what is wrong between these settings: who says that a community agreed says where."""
    if given[CONSENT] == AGREED and not given[DISCUSSION]:
        return [Problem(given.place(CONSENT), 'needs discussion: the address where a community agreed')]
    return []


def missing(terms: SendTerms, pages: Sequence[SendPage]) -> list[Problem]:
    """Return that a campaign has no ground, if it has none; tests and corrections need none."""
    if in_settings(terms.settings) or all(page.kind for page in pages):
        return []
    return [Problem(terms.title, NONE)]


def in_settings(settings: str) -> Consent | None:
    """Return the ground that stands among the settings of a plan, in words; None where there is none."""
    found = WORDS.match(settings)
    if found is None:
        return None
    return Consent(found[1], '' if found[2] == '-' else found[2])


def in_words(settings: str, say: Say) -> str:
    """Return the ground among the settings of a plan as wikitext, with a link to where a community agreed.

    `say` gives the words of `run_campaigns`; '' where there is no ground, or no discussion of one agreed on.
    """
    ground = in_settings(settings)
    if ground is None or (ground.consent == AGREED and not ground.discussion):
        return ''
    return say(f'ground-{ground.consent.replace(" ", "-")}', discussion=in_wikitext(ground.discussion))


def claimed_by(settings: str, unvouched: Sequence[str]) -> tuple[str, ...]:
    """Return who wrote the ground among the settings of a plan, where nobody trusted vouches for it.

    `unvouched` are the settings that rest on edits of others, as `safety` says them.
    """
    ground = in_settings(settings)
    asked = (CONSENT, DISCUSSION) if ground and ground.consent == AGREED else (CONSENT,)
    by = (safety.whose(one) for one in unvouched if any(safety.is_about(one, it) for it in asked))
    return tuple(dict.fromkeys(by)) if ground else ()


def in_public(settings: str, unvouched: Sequence[str], accepted: Sequence[str], say: Say) -> str:
    """Return the ground of a campaign as its page of status tells it to everybody.

    What nobody vouches for is told as a claim, after the ground that was accepted before. `accepted` are the
    settings of plans that went out or were approved, the newest last.
    """
    by, before = claimed_by(settings, unvouched), in_settings(accepted[-1]) if accepted else None
    if not by or before == in_settings(settings):
        return in_words(settings, say)
    claim = say('ground-claimed', by=', '.join(map(account, by)), ground=in_words(settings, say))
    return '\n\n'.join([*([in_words(accepted[-1], say)] if before else []), claim])


def above(run: Run, settings: str) -> str:
    """Return what stands over the send pages of a campaign: links to its other pages, and its ground."""
    say = texts('run_campaigns', run.language)
    words, by = in_words(settings, say), claimed_by(settings, run.unvouched)
    words = say('ground-said', by=', '.join(map(account, by)), ground=words) if by else words
    return '\n'.join(filter(None, (run.navigation, words)))


def counting(
    send_pages: SendPages,
    consent: str,
    who: Recipients,
    asked: Subscriptions,
    places: TitleResolver,
    lists: Mapping[str, Sequence[Edit]],
) -> tuple[Recipients, tuple[str, ...]]:
    """Return the readers to whom this ground lets a campaign write; the others are counted as withheld.

    `lists` are the edits of the list and of its parts, by title. With `subscribers` they are those whom they
    themselves or a trusted account put on the list, with a first contact those to whom the campaign never
    sent anything: two or three requests for each list. Who asked to be on the list is left out by neither.
    The second part are doubts: sends by hand of which nobody can tell who got them.
    """
    doubts: tuple[str, ...] = ()
    if consent == SUBSCRIBERS:
        put = _put_by_others(send_pages.trust, lists, places)
        foreign, why = {one for one in who.targets if places.of(one) in put}, NOT_SUBSCRIBED
    elif consent == FIRST_CONTACT:
        before, untold = recentsends.asked_ever(send_pages, tuple(lists), places)
        doubts = tuple(f'nobody can tell {UNTOLD.format(one.id, one.title)}' for one in untold)
        foreign, why = {one for one in who.targets if {places.person(one), who.person_of[one]} & before}, ONCE
    else:
        return who, ()
    return without(who, {one for one in foreign if places.person(one) not in asked.joined}, why), doubts


def _put_by_others(trust: Trust, lists: Mapping[str, Sequence[Edit]], places: TitleResolver) -> set[Target]:
    """Return who stands on the lists by saves of others alone, whom nobody trusts."""
    foreign, vouched = set[Target](), set[Target]()

    def stood(revision: Revision) -> frozenset[Target]:
        return authors.targets_in(trust.wiki, revision)

    for title, rows in lists.items():
        known = read_authorship(trust.wiki, title, stood, trust, rows)
        by_others = known.by_others(trust, lambda target: places.person(target) or '')
        for target in known.put:
            (foreign if target in by_others else vouched).add(places.of(target))
    return foreign - vouched


def look_back(consent: str | None, days: int) -> int:
    """Return how many days back the send log is to be read: a first contact asks about all of them."""
    return EVER if consent == FIRST_CONTACT else days


def without(who: Recipients, foreign: Collection[Target], why: str = NOT_SUBSCRIBED) -> Recipients:
    """Return the readers without these, who are counted as withheld."""
    out = tuple(one for one in who.targets if one in foreign)
    if not out:
        return who
    kept = tuple(one for one in who.targets if one not in foreign)
    return replace(who, targets=kept, withheld={**who.withheld, why: out})
