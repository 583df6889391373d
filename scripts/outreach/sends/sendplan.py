"""What will be sent to whom: the plan of the next wave, decided before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from outreach import digits
from outreach.holdout import Design
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.sends import heldout, sendpage, waves
from outreach.sends.message import Language, Message, choose_language, text_for
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendstate import SendState

MOST_REASONS = 20  # that a send page tells
# every day of those held out is still to come
BEFORE_ANY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Recipients:
    """Who may get the message, as the wikis tell: the targets in the order of the lists.

    `language_of` gives the content language of a host, `person_of` the account behind a target (the
    target itself where it is no talk page of an account), `central` its central id where it is global.
    `withheld` names who gets nothing, by reason.
    """

    targets: tuple[Target, ...]
    language_of: Mapping[str, str]
    person_of: Mapping[Target, str]
    withheld: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    central: Mapping[Target, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SendTerms:
    """What a plan rests on that is the same for all its sends.

    `settings` are the rules in words, `doubts` what nobody we trust vouches for. `design` says what is
    measured, None for nothing.
    """

    title: str
    lists: tuple[Pinned, ...]
    planned_by: str
    sizes: tuple[str, ...] = ('rest',)
    default_language: str = 'en'
    settings: str = ''
    doubts: tuple[str, ...] = ()
    design: Design | None = None


@dataclass(frozen=True)
class WavePlan:
    """The next wave: its send pages as they will be created.

    `later` counts the targets left for other waves, `taken` those on send pages, `waiting` those who
    were held out of earlier waves and whose day has not come.
    """

    wave: int
    pages: tuple[SendPage, ...]
    later: int
    taken: int
    withheld: Mapping[str, tuple[Target, ...]]
    waiting: int = 0

    @property
    def held(self) -> int:
        """Count the people who are held out of the wave."""
        return sum(len(page.held) for page in self.pages)

    @property
    def size(self) -> int:
        """Count the targets of the wave."""
        return sum(len(page.targets) for page in self.pages)


class Texts:
    """The messages of a campaign, and the text that goes to some wikis in a language."""

    def __init__(self, messages: Mapping[str, Message], languages: Mapping[str, Language]) -> None:
        self.messages, self.languages = messages, languages

    def chosen(self, wiki_language: str, default: str) -> str:
        """Return the language in which a wiki with this content language is written to."""
        return choose_language(wiki_language, self.languages, self.messages, default)

    def body(self, language: str, hosts: Collection[str], language_of: Mapping[str, str]) -> str:
        """Return the text in a language as it goes to these wikis."""
        spoken = {language_of[host] for host in hosts}
        return text_for(self.messages[language], spoken, self.languages)


def unique(readers: Recipients, taken: Collection[str]) -> Recipients:
    """Leave out everybody who is on the list twice (the first place counts) or was served already."""
    seen: set[str] = set()
    kept: list[Target] = []
    twice: list[Target] = []
    for target in readers.targets:
        person = readers.person_of[target]
        if person in seen:
            twice.append(target)
            continue
        seen.add(person)
        if person not in taken:
            kept.append(target)
    withheld = {**readers.withheld, **({'listed before': tuple(twice)} if twice else {})}
    return replace(readers, targets=tuple(kept), withheld=withheld)


def persons_of(pages: Sequence[SendPage], readers: Recipients) -> set[str]:
    """Return who is on these send pages, whether they are still on the list or not."""
    return {_person(target, readers) for page in pages for target in page.targets}


def _person(target: Target, readers: Recipients) -> str:
    return readers.person_of.get(target) or person_of(target) or str(target)


def current_wave(pages: Sequence[SendPage]) -> tuple[int, bool]:
    """Return the number of the wave to plan, and whether it is a new one.

    A wave whose pages are all still planned was interrupted while it was being planned: it is
    completed. As soon as one of its pages was taken for sending, what is left is for the next wave.
    """
    main = [page for page in pages if not page.kind and page.state is not SendState.CANCELLED]
    if not main:
        return 1, True
    last = max(number(page.wave) for page in main)
    begun = any(page.state is not SendState.PLANNED for page in main if number(page.wave) == last)
    return (last + 1, True) if begun else (last, False)


def number(wave: str) -> int:
    """Return the number of a wave from its label (`2`, `2.1`); 0 for a test or a correction."""
    head = wave.partition('.')[0]
    return digits.number(head) if digits.are_number(head) else 0


def free_label(wave: str, language: str, campaign: str, titles: Collection[str]) -> str:
    """Return the first of `2`, `2.2`, `2.3` … for which there is no send page in this language yet."""
    label, again = wave, 1
    while sendpage.send_title(campaign, label, language) in titles:
        again += 1
        label = f'{wave.partition(".")[0]}.{again}'
    return label


def make_plan(
    campaign: SendTerms,
    readers: Recipients,
    texts: Texts,
    pages: Sequence[SendPage],
    cap: int | None = None,
    renamed: Mapping[str, str] | None = None,
    titles: Collection[str] = (),
    now: datetime = BEFORE_ANY,
) -> WavePlan:
    """Plan the next wave of a campaign.

    `pages` are all its send pages so far; who is on one of them that is not cancelled is not planned
    again, nor under a new name (`renamed` gives it by the old one). `cap` is how many messages may
    still go out today, `titles` are those of all pages that are there, whoever made them. Who was held
    out waits until the day is there (`now`).
    """
    live = [page for page in pages if page.state is not SendState.CANCELLED and not page.kind]
    taken = persons_of(live, readers)
    taken |= {new for old, new in (renamed or {}).items() if old in taken}
    waiting = unique(readers, taken)
    known = heldout.by_person(live, readers.person_of, renamed or {})
    back = {one for one in waiting.targets if readers.person_of[one] in known}
    waits = {one for one in back if known[readers.person_of[one]].waits(now)}
    wave, new = current_wave(pages)
    titles = {*titles, *(page.title for page in pages)}
    # what is left of the wave before goes first, and is checked, before anybody is in the next one
    first = new and any(page.state is SendState.PLANNED and not page.follows for page in live)
    begun = sum(len(page.targets) for page in live if number(page.wave) == wave and not page.follows)
    served = sum(len(page.targets) for page in live if not page.follows)
    whole = len(waiting.targets) + served
    size = waves.quota(wave, campaign.sizes, whole)
    wanted = (0 if first else None, None if size is None else size - begun, cap)
    limits = [left for left in wanted if left is not None]
    order = waves.in_order(set(waiting.targets) - waits, campaign.title, readers.central)
    share = campaign.design.share if campaign.design else 0
    drawn = heldout.draw(set(order) - back, campaign.title, share, readers.central)
    chosen, held, later = heldout.split(order, drawn, min(limits, default=None))
    some = pages_of(str(wave), chosen, campaign, readers.language_of, texts, titles, held)
    return WavePlan(wave, _told(some, waiting, taken), len(later), served, waiting.withheld, len(waits))


def _told(pages: Sequence[SendPage], readers: Recipients, taken: Collection[str]) -> tuple[SendPage, ...]:
    """Return the pages with how many others are withheld; who got a wave already is not."""
    out = {
        why: [one for one in some if _person(one, readers) not in taken]
        for why, some in readers.withheld.items()
    }
    told = in_numbers(out)
    return tuple(replace(page, withheld=told) for page in pages)


def in_numbers(withheld: Mapping[str, Sequence[Target]]) -> tuple[str, ...]:
    """Return how many are withheld for which reason, the most first; nobody is named."""
    order = sorted(filter(withheld.get, withheld), key=lambda reason: (-len(withheld[reason]), reason))
    told = [f'{len(withheld[reason])} ({sendpage.one_line(reason)})' for reason in order[:MOST_REASONS]]
    rest = sum(len(withheld[reason]) for reason in order[MOST_REASONS:])
    return (*told, f'{rest} (other reasons)') if rest else tuple(told)


def make_correction(
    campaign: SendTerms, readers: Recipients, texts: Texts, titles: Collection[str]
) -> WavePlan:
    """Plan one send for each language to all readers; `titles` are those of all pages that are there."""
    who = unique(readers, ())
    pages = pages_of(sendpage.CORRECTION, who.targets, campaign, who.language_of, texts, titles)
    return WavePlan(0, pages, 0, 0, who.withheld)


def pages_of(
    wave: str,
    targets: Sequence[Target],
    campaign: SendTerms,
    language_of: Mapping[str, str],
    texts: Texts,
    titles: Collection[str],
    held: Sequence[Target] = (),
) -> tuple[SendPage, ...]:
    """Return the sends of these targets, one for each language, planned together.

    `titles` are the pages that are there already. The first page names who is `held` out of the wave.
    """
    written_in = {
        host: texts.chosen(language_of[host], campaign.default_language)
        for host in {target.host for target in targets}
    }
    on_page = [tuple(sorted(held))]
    return sendpage.together(
        [
            send_page(
                free_label(wave, code, campaign.title, titles),
                code,
                some,
                campaign,
                language_of,
                texts,
                held=on_page.pop() if on_page else (),
            )
            for code, some in waves.by_language(targets, written_in).items()
        ]
    )


def send_page(
    wave: str,
    language: str,
    targets: tuple[Target, ...],
    campaign: SendTerms,
    language_of: Mapping[str, str],
    texts: Texts,
    follows: str = '',
    held: tuple[Target, ...] = (),
) -> SendPage:
    """Return one send as its page will be created, but for the number of the plan."""
    message = texts.messages[language]
    body = texts.body(language, {target.host for target in targets}, language_of)
    page = SendPage(
        title=sendpage.send_title(campaign.title, wave, language),
        campaign=campaign.title,
        wave=wave,
        language=language,
        subject=message.subject,
        targets=targets,
        lists=campaign.lists,
        message=Pinned(message.title, message.revid),
        digest='',
        planned_by=campaign.planned_by,
        settings=sendpage.one_line(campaign.settings),
        doubts=tuple(map(sendpage.one_line, campaign.doubts)),
        follows=follows,
        held=held,
    )
    return replace(page, digest=sendpage.digest_of(page, body))


def audience(readers: Recipients, texts: Texts, default: str) -> dict[tuple[str, str], int]:
    """Count the readers by (content language of their wiki, language they are written to in)."""
    return Counter(
        (readers.language_of[one.host], texts.chosen(readers.language_of[one.host], default))
        for one in readers.targets
    )
