"""The page of languages: what each community has, brought together from directory, liaisons, text and log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outreach import phrases, wikitext
from outreach.channels import directory, languagecoverage, liaisons
from outreach.channels.channelwork import LANGUAGES, ChannelRequest, parsed, verdict
from outreach.channels.directory import Channel
from outreach.channels.languagecoverage import Band, DiscussionResult, LanguageRow, Translation
from outreach.channels.survey import Survey
from outreach.pages import Page
from outreach.phrases import Say
from outreach.problems import Problem, gathered
from outreach.promotion import universe
from outreach.promotion.gaps import RANK, GapState, Standing
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.places import Place
from outreach.promotion.universe import Spot
from outreach.run import Change, texts
from outreach.sitematrix import WikiInfo
from outreach.visibletext import live, section_name

LOG_SCRIPT = 'log_promotion'


@dataclass(frozen=True)
class LanguageRequest:
    """Which pages are brought together: the page to write, and ('' for none) those to read."""

    title: str
    translated: str = ''
    liaisons: str = ''
    log: str = ''


@dataclass(frozen=True)
class LanguageSources:
    """What was read: liaisons by language, how long ago each edited, translations, what was announced where.

    `announced` says of languages in words how they stand.

    None for a source that nobody asked for, or a log that is not there yet.
    """

    liaisons: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bands: Mapping[str, Band] = field(default_factory=dict)
    translations: Mapping[str, Translation] | None = None
    announced: Mapping[str, str] | None = None
    log: Page | None = None


def read(work: ChannelRequest, asked: LanguageRequest, problems: list[Problem]) -> LanguageSources:
    """Return liaisons, translations and log; what is wrong with their pages is added to the problems."""
    home = work.run.home
    listed: dict[str, list[str]] = {}
    translated = log = None
    with gathered(problems):
        listed = _liaisons(work, asked.liaisons)
    with gathered(problems):
        translated = languagecoverage.read_translations(home, asked.translated)
    with gathered(problems):
        log = home.read(asked.log) if asked.log else None
        _announced(work, log, ())
    return LanguageSources(listed, translations=translated, log=log)


def change(
    work: ChannelRequest, asked: LanguageRequest, sources: LanguageSources, text: str, survey: Survey
) -> Change:
    """Return what becomes of the page of languages, with the directory as it will be."""
    run = work.run
    page = parsed(work, text)
    by_language = _by_language(work, page.rows)
    listed = sources.liaisons
    codes = languages_of(work.wikis.values(), by_language, listed)
    known = replace(
        sources,
        bands=liaisons.check(run.farm, people(work, page.rows, listed), run.now),
        announced=_announced(work, sources.log, codes),
    )
    columns = [column for column in directory.FURTHER if column in page.columns]
    rows = [_row(work, code, by_language.get(code, ()), survey, known, columns) for code in codes]
    inside = languagecoverage.render(
        rows,
        work.title,
        run.say,
        with_text=known.translations is not None,
        with_log=known.announced is not None,
    )
    told = languagecoverage.render_results(_results(work, by_language), run.say)
    inside = '\n\n'.join(part for part in (inside, told) if part)
    new = wikitext.new_region(LANGUAGES, inside)
    return Change(
        run.home.read(asked.title),
        lambda now: wikitext.put_region(now, LANGUAGES, inside) if now.strip() else work.frame(new),
        run.say('summary-coverage'),
    )


def people(work: ChannelRequest, rows: Iterable[Channel], listed: Mapping[str, Sequence[str]]) -> list[str]:
    """Return all liaisons, of the directory and of a page of them, each once."""
    named = liaisons.named((row.cells.get('liaison', '') for row in rows), work.places.resolver)
    return list(dict.fromkeys([*named, *(one for some in listed.values() for one in some)]))


def languages_of(wikis: Iterable[WikiInfo], *others: Iterable[str]) -> list[str]:
    """Return the languages of wikis that take part, listed or not, and all others that are named."""
    return sorted({info.language for info in wikis if info.language}.union(*others))


def _liaisons(work: ChannelRequest, title: str) -> dict[str, list[str]]:
    if not title:
        return {}
    matrix = work.run.farm.matrix
    known = {info.language: info.language for info in matrix} | {info.host: info.language for info in matrix}
    return liaisons.by_language(work.run.home.read(title), work.places.resolver, known)


def _announced(work: ChannelRequest, page: Page | None, codes: Collection[str]) -> dict[str, str] | None:
    """Return in words how each language stands by the log, as the gaps say of its Wikipedia.

    A language without a Wikipedia stands as `-gaps:languages` says. None where there is no log. Raises
    BadInput for one that cannot be read.
    """
    run = work.run
    if not page or not page.revid:
        return None
    words = phrases.of_script(LOG_SCRIPT)
    log = PromotionLog(page.title, '', texts(LOG_SCRIPT, run.language), words, work.places)
    found = log.standings(page.text, '', spots_of(run.farm.matrix, codes), run.now.date(), 1)
    ranked = sorted(found, key=lambda one: RANK[one.state], reverse=True)
    return {one.spot.language: told(one, run.say, log.say) for one in ranked}


def spots_of(wikis: Iterable[WikiInfo], codes: Collection[str]) -> list[Spot]:
    """Return the Wikipedia of each language, and the language itself where it has none."""
    spots = [one for one in universe.wikipedias(wikis, {}) if one.language in codes]
    there = {one.language for one in spots}
    return [*spots, *universe.languages({code: 0 for code in codes if code not in there})]


def told(one: Standing, say: Say, log_say: Say) -> str:
    """Return whether it was announced: yes or no, and in the words of the log what was done instead."""
    if one.state is GapState.ANNOUNCED:
        return say('yes')
    instead = GapState.ASKED if one.asked else one.state
    known = instead in (GapState.ELSEWHERE, GapState.ASKED)
    return f'{say("no")} ({log_say(f"gap-{instead.value}")})' if known else say('no')


def _by_language(work: ChannelRequest, rows: Sequence[Channel]) -> dict[str, list[Channel]]:
    found: dict[str, list[Channel]] = {}
    for row in rows:
        own = row.place.host if row.place else ''
        codes = row.value('language').split() or [work.places.language(own)]
        for code in codes:
            if code:
                found.setdefault(code, []).append(row)
    return found


def _row(
    work: ChannelRequest,
    code: str,
    rows: Sequence[Channel],
    survey: Survey,
    known: LanguageSources,
    columns: Sequence[str],
) -> LanguageRow:
    wanted = [row for row in rows if directory.preference(row, work.vocabulary).wanted]
    elsewhere = [row for row in rows if directory.preference(row, work.vocabulary).elsewhere]
    own = liaisons.named([row.cells.get('liaison', '') for row in rows], work.places.resolver)
    names = dict.fromkeys([*own, *known.liaisons.get(code, ())])
    further = {column: _links(work, rows, column) for column in columns}
    return LanguageRow(
        code,
        tuple(dict.fromkeys(verdict(work, row, survey) for row in rows)),
        tuple(row.place.cell for row in wanted if row.place)
        + tuple(wikitext.escape(row.value('preferred')) for row in elsewhere),
        tuple((f'[[User:{name}|{wikitext.escape(name)}]]', known.bands[name]) for name in names),
        (known.translations or {}).get(code),
        (known.announced or {}).get(code, ''),
        further,
        _ending(work, names, known.bands, further),
    )


def _results(work: ChannelRequest, by_language: Mapping[str, Sequence[Channel]]) -> list[DiscussionResult]:
    """Return what came of discussions: the links that people put into the column, and what they say there."""
    found = []
    for code, rows in sorted(by_language.items()):
        for row in rows:
            cell = row.cells.get('results', '')
            channel = row.place.cell if row.place else wikitext.escape(row.key)
            links = '<br />'.join(place.cell for place in work.places.places_in(cell))
            found += [DiscussionResult(links, code, channel, section_name(live(cell)))] if links else []
    return found


def _links(work: ChannelRequest, rows: Sequence[Channel], column: str) -> tuple[str, ...]:
    """Return links to all places that a column names."""
    places = (place for row in rows for place in work.places.places_in(row.cells.get(column, '')))
    return tuple(dict.fromkeys(place.link for place in places))


def _ending(
    work: ChannelRequest,
    names: Iterable[str],
    bands: Mapping[str, Band],
    further: Mapping[str, Sequence[str]],
) -> str:
    """Return links for the end of a message: whom to ask, those who edited last first; survey, materials.

    They lead to the same pages from whatever wiki the message is read on.
    """
    there = [name for name in names if bands[name] is not Band.GONE]
    ranked = sorted(there, key=lambda name: list(Band).index(bands[name]))
    people = [Place(work.run.home.host, f'User:{name}').link for name in ranked]
    return ' · '.join([*people, *further.get('survey', ()), *further.get('materials', ())])
