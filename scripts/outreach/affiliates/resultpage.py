"""The result page: counts, verdicts with their reasons, gaps, changes and sources, between markers.

It is also the memory of the last run: which revision of the registry it saw, and which affiliates there were.
No person is named on it. What stands there may have been changed by anybody: it can only make us ask.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from outreach import colours, wikitable, wikitext
from outreach.affiliates.nameindex import Meaning
from outreach.affiliates.registry import Affiliate, is_title
from outreach.affiliates.registrychanges import Changes
from outreach.affiliates.verdict import (
    CONTACT,
    PAGE,
    RECOGNISED,
    SIGNED,
    STANDING,
    WANTED,
    AffiliateVerdict,
    Citation,
    Fact,
    Judged,
    KnownFact,
)
from outreach.linenumbers import LineNumbers
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.wikitable import Content, Markup

REGION = 'affiliates'
MEMORY = re.compile(r'<!-- affiliates: registry ([0-9]{1,12}) since ([0-9]{1,12}) -->')
QUOTED = '[A-Za-z0-9_.~%-]*+'
ROW = re.compile(rf'<!-- affiliate:({QUOTED})\|({QUOTED})\|({QUOTED})\|(gone)?-->')
SIGNS = {KnownFact.YES: '✓', KnownFact.NO: '✗', KnownFact.UNKNOWN: '?'}
VERDICT_SIGNS = {
    AffiliateVerdict.WRITE: ('✓', colours.GOOD),
    AffiliateVerdict.ASK: ('?', colours.CAREFUL),
    AffiliateVerdict.LEAVE_OUT: ('✗', colours.BAD),
}
MOST_LISTED = 500
# who can tell what is not known: whoever keeps the source of the fact
WHOM = {
    RECOGNISED: 'ask-registry',
    SIGNED: 'ask-list',
    STANDING: 'ask-reports',
    WANTED: 'ask-affiliate',
    PAGE: 'ask-registry',
    CONTACT: 'ask-registry',
}


@dataclass(frozen=True)
class Remembered:
    """One affiliate of the last run: its key, name and talk page, and whether it was gone then already."""

    key: str
    name: str
    talk: str = ''
    gone: bool = False


@dataclass(frozen=True)
class LastRun:
    """What the last run left on the page: the revision it saw, the one before, and the affiliates."""

    registry: int = 0
    since: int = 0
    affiliates: tuple[Remembered, ...] = ()


@dataclass(frozen=True)
class AffiliateReport:
    """All that the page says. `missing_*` are the gaps of both ways; texts about names come folded."""

    judged: tuple[Judged, ...]
    registry: int
    since: int
    sources: tuple[Citation, ...]
    vanished: tuple[Remembered, ...] = ()
    changes: Changes | None = None
    not_in_registry: tuple[Meaning, ...] = ()
    not_on_list: tuple[Affiliate, ...] = ()
    not_shown: tuple[tuple[str, tuple[Affiliate, ...]], ...] = ()
    not_recognised: tuple[tuple[str, tuple[str, ...]], ...] = ()
    without_liaison: tuple[Affiliate, ...] | None = None
    without_referral: tuple[Judged, ...] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def counts(self) -> Counter[AffiliateVerdict]:
        """Return how many affiliates have each verdict; those that vanished are to be asked about."""
        counts = Counter(one.verdict for one in self.judged)
        counts[AffiliateVerdict.ASK] += len(self.vanished)
        return counts


def remembered(text: str) -> LastRun:
    """Read what the last run left in its region of a page; nothing where there is no region, or an empty one.

    Raises BrokenMarkers where the markers are not one pair, or where what is hidden between them is not what
    `render` would hide there.
    """
    begin, end = wikitext.region(text, REGION) or (0, 0)
    inside = text[begin:end]
    if not inside.strip():
        return LastRun()
    start = begin + len(inside) - len(inside.lstrip())
    found = MEMORY.match(text, start, end)
    if not found or _memory(int(found[1]), int(found[2])) != found[0]:
        raise _not_ours(text, start)
    known = tuple(_known(text, *one) for one in _comments(text, found.end(), end))
    return LastRun(int(found[1]), int(found[2]), known)


def _comments(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Return where each comment of a part of a text begins and ends; one that is left open ends with it."""
    while (begin := text.find('<!--', at, end)) >= 0:
        closed = text.find('-->', begin, end)
        at = closed + 3 if closed >= 0 else end
        yield begin, at


def _known(text: str, begin: int, end: int) -> Remembered:
    comment = text[begin:end]
    found = ROW.fullmatch(comment)
    one = (
        Remembered(unquote(found[1]), unquote(found[2]), unquote(found[3]), bool(found[4])) if found else None
    )
    if not one or not one.key or _mark(one.key, one.name, one.talk, gone=one.gone) != comment:
        raise _not_ours(text, begin)
    return one


def _not_ours(text: str, at: int) -> wikitext.BrokenMarkers:
    cure = 'undo that edit, or empty the region to let it begin anew'
    wrong = f'what is hidden here is not what check_affiliates writes; {cure}'
    return wikitext.BrokenMarkers(wrong, LineNumbers(text).at(at))


def render(report: AffiliateReport, say: Say) -> str:
    """Return the inside of the region."""
    counts = report.counts
    blocks = [
        f'{_memory(report.registry, report.since)}\n{say("lead")}',
        '\n'.join(f'* {say(f"verdict-{one.value}")}: {counts[one]}' for one in AffiliateVerdict),
        _table(report, say),
        *_section(
            'contradictions', (_named(one.affiliate) for one in report.judged if one.contradiction), say
        ),
        *_section('not-in-registry', map(_meaning(say), report.not_in_registry), say),
        *_section('not-on-list', map(_named, report.not_on_list), say),
        *_names(report, say),
        *_liaisons(report, say),
        *_referrals(report, say),
        *_changes(report.changes, say),
        *_section('problems', (wikitext.escape(str(one)) for one in report.problems), say),
        *_section('sources', (_source(one) for one in report.sources), say),
    ]
    return '\n\n'.join(block for block in blocks if block)


def _table(report: AffiliateReport, say: Say) -> str:
    order = list(AffiliateVerdict)
    rows = [(_sort_key(one, order), _row(one, say)) for one in report.judged]
    gone = [_vanished_row(one, say) for one in report.vanished]
    names = ('affiliate', 'type', 'recognised', 'signed', 'standing', 'verdict', 'reason')
    return wikitable.render(
        [say(f'column-{name}') for name in names],
        [*gone, *(row for _, row in sorted(rows, key=lambda pair: pair[0]))],
        caption=say('caption'),
        classes=('sortable',),
        named=True,
        wraps=True,
    )


def _sort_key(one: Judged, order: Sequence[AffiliateVerdict]) -> tuple[bool, int, str]:
    return not one.contradiction, order.index(one.verdict), one.affiliate.label.casefold()


def _row(one: Judged, say: Say) -> list[Content]:
    it = one.affiliate
    return [
        Markup(f'{_mark(it.key, it.label, one.talk)} {_named(it)}'),
        Markup('<br />'.join(wikitext.escape(it.get(key) or '?') for key in ('org_type', 'region'))),
        *(Markup(_answer(one.facts[name], say)) for name in (RECOGNISED, SIGNED, STANDING)),
        _verdict(one.verdict, say),
        because(one, say),
    ]


def _vanished_row(one: Remembered, say: Say) -> list[Content]:
    shown = Markup(f'{_mark(one.key, one.name, one.talk, gone=True)} {wikitext.escape(one.name)}')
    unknown = SIGNS[KnownFact.UNKNOWN]
    return [
        shown,
        '?',
        unknown,
        unknown,
        unknown,
        _verdict(AffiliateVerdict.ASK, say),
        say('reason-vanished'),
    ]


def _memory(registry: int, since: int) -> str:
    return f'<!-- affiliates: registry {registry} since {since} -->'


def _mark(key: str, name: str, talk: str, *, gone: bool = False) -> str:
    fields = key, ' '.join(name.split()), talk if is_title(talk) else ''
    parts = '|'.join(quote(part, safe='') for part in fields)
    return f'<!-- affiliate:{parts}|{"gone" if gone else ""}-->'


def _verdict(verdict: AffiliateVerdict, say: Say) -> Markup:
    sign, colour = VERDICT_SIGNS[verdict]
    return Markup(f'{sign} {say(f"verdict-{verdict.value}")}', f'style="{colours.behind_text(colour)}"')


def _answer(fact: Fact, say: Say) -> str:
    return f'{SIGNS[fact.answer]} {wikitext.escape(reason(fact, say))}'


def because(one: Judged, say: Say) -> str:
    """Return in words why an affiliate has its verdict, and for *ask* also whom to ask."""
    words = [reason(fact, say) for fact in one.reasons]
    if one.verdict is AffiliateVerdict.ASK:
        names = [name for name, fact in one.facts.items() if fact in one.reasons]
        words += [say(whom) for whom in dict.fromkeys(WHOM[name] for name in names if name in WHOM)]
    return str(say('semicolon')).join(words)


def reason(fact: Fact, say: Say) -> str:
    """Return a fact in words."""
    return say(f'reason-{fact.code}', **fact.details)


def _named(one: Affiliate) -> str:
    """Return a link to the page of an affiliate; its name as text where it can be no title."""
    label = wikitext.escape(one.label)
    return (
        f'[[:{one.name}|{label}]]' if one.name and is_title(one.name) and "'" * 2 not in one.name else label
    )


def _meaning(say: Say) -> Callable[[Meaning], str]:
    def words(one: Meaning) -> str:
        written = wikitext.escape(one.written)
        return say('perhaps', written=written, alike=wikitext.escape(one.alike)) if one.alike else written

    return words


def _section(name: str, items: Iterable[str], say: Say) -> Iterator[str]:
    """Return a heading with a list below it, where there is anything to list."""
    lines = list(items)
    if lines:
        more = [f'* {say("more", count=len(lines) - MOST_LISTED)}'] if len(lines) > MOST_LISTED else []
        shown = [f'* {line}' for line in lines[:MOST_LISTED]]
        yield '\n'.join([f'=== {say(f"heading-{name}")} ===', *shown, *more])


def _names(report: AffiliateReport, say: Say) -> Iterator[str]:
    for title, left_out in report.not_shown:
        text = say('not-shown', page=wikitext.escape(title))
        yield from _listed(text, map(_named, left_out))
    for title, names in report.not_recognised:
        text = say('only-shown', page=wikitext.escape(title))
        yield from _listed(text, map(wikitext.escape, names))


def _listed(text: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f'* {item}' for item in items]
    if lines:
        yield '\n'.join([f'=== {text} ===', *lines[:MOST_LISTED]])


def _liaisons(report: AffiliateReport, say: Say) -> Iterator[str]:
    if report.without_liaison is not None:
        everybody = [say('liaisons-complete')]
        yield from _section(
            'without-liaison', [_named(one) for one in report.without_liaison] or everybody, say
        )


def _referrals(report: AffiliateReport, say: Say) -> Iterator[str]:
    if report.without_referral is not None:
        lines = [
            f'{_named(one.affiliate)} ({wikitext.escape(", ".join(one.languages))})'
            if one.languages
            else _named(one.affiliate)
            for one in report.without_referral
        ]
        yield from _section('without-referral', lines or [say('referrals-complete')], say)


def _changes(changes: Changes | None, say: Say) -> Iterator[str]:
    if changes is None:
        return
    lines = [
        *(say('change-new', affiliate=_named(one)) for one in changes.new),
        *(say('change-gone', affiliate=_named(one)) for one in changes.gone),
        *(
            say('change-status', affiliate=_named(one), old=wikitext.escape(old or '?'),
                new=wikitext.escape(one.status or '?'))
            for one, old in changes.status
        ),
        *(say('change-contact', affiliate=_named(one)) for one in changes.contacts),
    ]  # fmt: skip
    between = say('between', before=_diff(changes.before), after=_diff(changes.after))
    yield from _section('changes', [between, *(lines or [say('change-none')])], say)


def _diff(revid: int) -> str:
    return f'[[Special:Diff/{revid}|{revid}]]'


def _source(one: Citation) -> str:
    title = f'[[:{one.title}]]' if one.revid else wikitext.escape(one.title)
    revision = f', [[Special:PermanentLink/{one.revid}|{one.revid}]]' if one.revid else ''
    return f'{title}{revision}{f", {one.day}" if one.day else ""}'
