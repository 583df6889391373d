"""The page of measures: what asking did, in tables, bars and one plain sentence for each wave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from outreach import colours, wikitext
from outreach.campaign import subpage
from outreach.hostlabels import breakable
from outreach.measures import published, results, smallcounts
from outreach.measures.beforeafter import Spans
from outreach.measures.effect import Conclusion, Effect, Tally, beyond, points, tally
from outreach.measures.groups import Member
from outreach.measures.monthreport import Month
from outreach.measures.results import Results, WaveResult
from outreach.phrases import Say
from outreach.proportions import Interval
from outreach.sends import sendplan
from outreach.sends.results import Reaction
from outreach.sends.sendpage import results_title
from outreach.wikitable import Content, Markup, number, render, render_turned

DAY = re.compile(r'\b\d{4}-\d\d-\d\d\b')
COMPLAINT_KEYS = {
    Reaction.OPTED_OUT: 'complaints-optedout',
    Reaction.REVERTED: 'complaints-reverted',
    Reaction.BLANKED: 'complaints-blanked',
}


def render_page(found: Results, say: Say, *, by_wiki: bool = False, month: Month | None = None) -> str:
    """Return what stands in the region of the page: the same figures give the same text.

    `month` is that of a report which is written with it: the page links to all reports.
    """
    parts = [
        *_fixed(found, say),
        _effects(found, say),
        *_notes(found, say),
        _bars(found, say),
        _waiting(found, say),
        _spans(found, say),
        _retention(found, say),
        _complaints(found, say),
        _by_wiki(found, say) if by_wiki else '',
        published.table(list(results.figures(found)), say('figures-caption'), say),
        _reports(found, month, say),
        *_sources(found, say),
    ]
    return '\n'.join(part for part in parts if part)


def sentence(one: Effect, now: datetime, say: Say) -> str:
    """Return the one sentence that is said of a wave, or why none can be said."""
    if not one.known:
        return say('words-unknown')
    if one.over > now:
        return say('words-open', day=f'{one.over:%Y-%m-%d}')
    verdict, gap = one.verdict, one.difference
    if verdict is None or gap is None:
        return say('words-nocontrol')
    if verdict is Conclusion.NONE:
        return say('words-none', points=points(beyond(gap)))
    return say(f'words-{verdict.value}')


def of_wave(found: Results, one: Effect, say: Say) -> str:
    """Return the one sentence that is said of a wave, also where nothing of the campaign can be counted."""
    return say('words-uncounted') if found.measured.uncounted else sentence(one, found.now, say)


def tally_text(one: Tally, say: Say) -> str:
    """Return how many of how many did it, and the share with its interval."""
    share = one.share
    if share is None:
        return ''
    counts = say('did', did=one.did, counted=one.counted)
    return f'{counts} {interval_text(share, say)}'


def interval_text(one: Interval, say: Say) -> str:
    """Return a share, or a difference, in points of a hundred with the ends between which it lies."""
    low, middle, high = (
        f'{100 * value:.1f}'.replace('-0.0', '0.0') for value in (one.low, one.estimate, one.high)
    )
    numbers = (f'{{{{formatnum:{value}}}}}' for value in (middle, low, high))
    # a minus keeps its side among words that are read from right to left
    shown = [f'<bdi>{one}</bdi>' if '-' in one else one for one in numbers]
    return say('interval', share=shown[0], low=shown[1], high=shown[2])


def _dated(text: str) -> str:
    """Return words with their days as they are read among words from right to left."""
    return DAY.sub(r'<bdi>\g<0></bdi>', text)


def _fixed(found: Results, say: Say) -> Iterator[str]:
    design = found.measured.outcome
    what = say(f'outcome-{design.outcome}')
    if found.measured.design is None:
        yield f"* '''{say('not-fixed')}'''"
    yield f'* {say("design-outcome", what=what, days=design.window)}'
    if found.measured.uncounted:
        yield f"* '''{say(f'uncounted-{found.measured.uncounted}')}'''"
    if found.measured.changed:
        yield f"* '''{say('changed', settings=say('comma').join(found.measured.changed))}'''"
    if design.share and found.measured.design:
        yield f'* {say("design-holdout", share=design.share, days=design.until)}'
    else:
        yield f'* {say("design-nocontrol")}'


def _effects(found: Results, say: Say) -> str:
    if not found.waves:
        return f"''{say('nothing-sent')}''"
    columns = [
        say(f'column-{name}')
        for name in ('wave', 'day', 'asked', 'delivered', 'did', 'held', 'helddid', 'difference', 'words')
    ]
    rows: list[Sequence[Content]] = [_wave_row(found, one, say) for one in found.waves]
    if len(found.waves) > 1 and found.total:
        rows.append(_row(say('total'), '', '', found.total, found, say))
    return render_turned(columns, rows, say('effects-caption'), ['outreach-measures'])


def _wave_row(found: Results, one: WaveResult, say: Say) -> list[Content]:
    delivered = say('not-checked') if one.delivered is None else one.delivered
    return _row(str(one.wave), f'{one.day:%Y-%m-%d}', delivered, one.effect, found, say)


def _row(name: str, day: str, delivered: Content, one: Effect, found: Results, say: Say) -> list[Content]:
    """Return a row of effects; what a window that is still open holds is not told."""
    told = one.over <= found.now and one.known
    gap = one.difference
    return [
        name,
        day,
        one.asked.people,
        delivered,
        Markup(_cell(one.asked, say) if told else ''),
        one.held.people,
        Markup(_cell(one.held, say) if told else ''),
        Markup(interval_text(gap, say) if told and gap else ''),
        Markup(_dated(of_wave(found, one, say))),
    ]


def _cell(one: Tally, say: Say) -> str:
    already = f'<br>{say("already", count=one.already)}' if one.already else ''
    return f'{tally_text(one, say)}{already}'


def _notes(found: Results, say: Say) -> Iterator[str]:
    total = found.total
    if total and total.verdict:
        yield f'* {say("note-lowerbound")}'
    for reason, count in sorted(found.measured.left_out.items()):
        if count:
            yield f'* {say(f"note-{reason}", count=count)}'
    if found.measured.undrawn:
        yield f'* {say("note-undrawn", count=found.measured.undrawn)}'
    left = found.measured.signups.left(found.now)
    if left:
        yield f'* {say("note-left", count=left)}'
    balance = _balance(found)
    if balance:
        yield f'* {say("note-balance", wiki=balance[0], asked=balance[1], held=balance[2])}'


def _balance(found: Results) -> tuple[str, str, str] | None:
    """Return the wiki with most of the people, and which part of each group is asked there, in per cent."""
    counted = {
        held: Counter(one.host for one in found.measured.people.values() if one.held is held)
        for held in (False, True)
    }
    if not all(counted.values()):
        return None
    host = min(counted[False], key=lambda one: (-counted[False][one], one))
    asked, held = (f'{100 * some[host] / some.total():.0f}' for some in counted.values())
    return host, asked, held


def _bars(found: Results, say: Say) -> str:
    """Return the shares of both groups as bars: a number beside each, and words for who cannot see them."""
    total = found.total
    if total is None or total.asked.share is None or total.held.share is None:
        return ''
    longest = max(total.asked.share.high, total.held.share.high)
    rows: list[Sequence[Content]] = []
    for key, one in (('bar-asked', total.asked.share), ('bar-held', total.held.share)):
        label = f'{say(key)}: {100 * one.estimate:.1f} %'
        bar = Markup(colours.bar(100 * one.estimate / longest, label), 'style="inline-size: 50%;"')
        rows.append([say(key), Markup(interval_text(one, say)), bar])
    style = 'inline-size: 100%; max-inline-size: 46em;'
    return render((), rows, caption=say('bars-caption'), style=style, named=True)


def _waiting(found: Results, say: Say) -> str:
    if not found.waiting:
        return ''
    columns = [say(f'column-{name}') for name in ('wave', 'waited', 'did', 'laterdid', 'difference', 'words')]
    rows: list[Sequence[Content]] = []
    for one in found.waiting:
        gap = one.effect.difference
        rows.append(
            [
                str(one.wave),
                say('days', count=one.days),
                Markup(tally_text(one.effect.asked, say)),
                Markup(tally_text(one.effect.held, say)),
                Markup(interval_text(gap, say) if gap else ''),
                Markup(sentence(one.effect, found.now, say)),
            ]
        )
    return render_turned(columns, rows, say('waiting-caption'))


def _spans(found: Results, say: Say) -> str:
    if not found.spans:
        return ''
    columns = [
        say(f'column-{name}')
        for name in ('wave', 'day', 'span', 'before', 'after', 'beforethen', 'afterthen', 'words')
    ]
    rows: list[Sequence[Content]] = [
        [
            str(one.wave),
            one.day.isoformat(),
            say('days', count=one.days),
            one.before,
            one.after,
            one.before_then,
            one.after_then,
            Markup(_dated(_span_words(one, say))),
        ]
        for one in found.spans
    ]
    return render_turned(columns, rows, say('spans-caption'))


def _span_words(one: Spans, say: Say) -> str:
    """Return what is to be known beside the counts: a nought may be that of a page that was not there."""
    words = [say('spans-nocause' if one.enough else 'words-few')]
    if one.no_page_before:
        words.append(say('spans-nopage', day=one.no_page_before.isoformat()))
    if one.overlaps:
        words.append(say('spans-overlap'))
    return ' '.join(words)


def _retention(found: Results, say: Say) -> str:
    rows: list[Sequence[Content]] = []
    for one in found.waves:
        if one.stayed:
            asked, held = one.stayed
            other = tally_text(held, say) if held.people else say('retention-nocontrol')
            rows.append([str(one.wave), Markup(tally_text(asked, say)), Markup(other)])
    if not rows:
        return ''
    columns = [say(f'column-{name}') for name in ('wave', 'stayed', 'heldstayed')]
    return render_turned(columns, rows, say('retention-caption'))


def _complaints(found: Results, say: Say) -> str:
    checked = [one for one in found.waves if one.delivered is not None]
    if not checked:
        return ''
    columns = [say('column-wave'), *(say(key) for key in COMPLAINT_KEYS.values())]
    rows: list[Sequence[Content]] = [
        [str(one.wave), *(number(one.complaints[reaction]) for reaction in COMPLAINT_KEYS)] for one in checked
    ]
    return render(columns, rows, caption=say('complaints-caption'), named=True)


def _by_wiki(found: Results, say: Say) -> str:
    """Return how many of those asked did it on each wiki, so that nobody can be told from it."""
    measured = found.measured
    window = timedelta(days=measured.outcome.window)
    over = {one.wave for one in found.waves if one.effect.over <= found.now and one.effect.known}
    asked: dict[str, list[tuple[str, Member]]] = {}
    for key, one in measured.people.items():
        if not one.held and one.wave in over:
            asked.setdefault(one.host, []).append((key, one))
    hosts = sorted(asked, key=lambda host: (-len(asked[host]), host))
    # of one wiki alone it would be the sum, which stands above
    if len(hosts) < 2:
        return ''
    tallies = [tally(asked[host], measured.when, window) for host in hosts]
    cells = [
        smallcounts.column(counts) for counts in zip(*((one.people, one.did) for one in tallies), strict=True)
    ]
    rows: list[Sequence[Content]] = [
        [Markup(breakable(host)), *counts] for host, *counts in zip(hosts, *cells, strict=True)
    ]
    columns = [say(f'column-{name}') for name in ('wiki', 'asked', 'did')]
    return render(columns, rows, caption=say('wikis-caption'), named=True, wraps=True)


def _reports(found: Results, month: Month | None, say: Say) -> str:
    """Return links to the reports of months, the one that is written with the page among them."""
    months = sorted({*found.measured.reports, *([str(month)] if month else [])})
    page = subpage(found.campaign, published.PAGE)
    links = [f'[[{page}/{one}|<bdi>{one}</bdi>]]' for one in months]
    return f'\n{say("reports")} {say("comma").join(links)}.\n' if links else ''


def _sources(found: Results, say: Say) -> Iterator[str]:
    """Return from which pages anybody can count the same again, and how the groups were drawn."""
    sends = [send.page for send in found.measured.sends if send.sent and not send.page.kind]
    sends.sort(key=lambda one: (sendplan.number(one.wave), one.title))
    checked = {send.page.title for send in found.measured.sends if send.results}
    titles = [one.title for one in sends]
    titles += [results_title(title) for title in titles if title in checked]
    links = [f'[[:{title}]]' for title in (*titles, *found.measured.pages)]
    links += [str(one) for one in dict.fromkeys(pin for page in sends for pin in page.lists)]
    if links:
        yield f'{say("sources")} {say("comma").join(links)}.'
    if found.measured.trusted:
        names = say('comma').join(f'[[User:{name}]]' for name in found.measured.trusted)
        yield say('sources-trusted', names=names)
    if found.measured.staff:
        yield say('sources-staff', page=f'[[:{found.measured.staff}]]')
    if found.measured.topic:
        topic = '; '.join(map(wikitext.escape, found.measured.topic))
        yield say('sources-topic', topic=topic)
    design = found.measured.design
    if design and design.share:
        rule = f'<code>sha256("{wikitext.escape(found.campaign)}|holdout|<var>id</var>")</code>'
        yield say('sources-draw', rule=rule, share=design.share)
