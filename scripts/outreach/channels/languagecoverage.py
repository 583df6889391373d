"""What each language community has: a living channel, a preferred one, a liaison, the text, a notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from outreach import wikitable, wikitext
from outreach.channels.liveness import Liveness
from outreach.phrases import Say
from outreach.problems import ENDLESS, BadInput, Problem, WikiError
from outreach.wiki import Wiki
from outreach.wikitable import Markup

LIVING = frozenset({Liveness.ALIVE, Liveness.SLOW, Liveness.SAID})


class Band(Enum):
    """How long ago a liaison last edited anything: a band, never a judgement."""

    MONTH = 'month'
    HALF_YEAR = 'half-year'
    OLDER = 'older'
    GONE = 'gone'
    UNKNOWN = 'unknown'


def band(last_edit: datetime | None, now: datetime, *, exists: bool, barred: bool) -> Band:
    """Return the band of a liaison; `barred` says that the account is locked or blocked."""
    if not exists or barred:
        return Band.GONE
    if last_edit is None:
        return Band.UNKNOWN
    age = now - last_edit
    return (
        Band.MONTH
        if age <= timedelta(days=30)
        else Band.HALF_YEAR
        if age <= timedelta(days=180)
        else Band.OLDER
    )


@dataclass(frozen=True)
class Translation:
    """How far a page is translated into one language: counts of its units, fuzzy ones among them outdated."""

    total: int
    translated: int
    fuzzy: int = 0

    @property
    def percent(self) -> int:
        """Return the translated share in per cent."""
        return 100 * self.translated // self.total if self.total else 0


def translations(rows: Iterable[Mapping[str, object]]) -> dict[str, Translation]:
    """Read the rows of `meta=messagegroupstats` by language.

    Source: https://www.mediawiki.org/wiki/Help:Extension:Translate/API.
    """
    found = {}
    for row in rows:
        numbers = [row.get(key) for key in ('total', 'translated', 'fuzzy')]
        if isinstance(row.get('language'), str) and all(isinstance(one, int) for one in numbers):
            total, translated, fuzzy = (int(str(one)) for one in numbers)
            found[str(row['language'])] = Translation(total, translated, fuzzy)
    return found


@dataclass(frozen=True)
class LanguageRow:
    """What one language community has.

    `further` are links to surveys, results and materials, for each of these that the directory has a column
    for; `announced` says in words whether it was announced there, `ending` is wikitext with links for the end
    of a message.
    """

    language: str
    verdicts: tuple[Liveness, ...] = ()
    preferred: tuple[str, ...] = ()
    liaisons: tuple[tuple[str, Band], ...] = ()
    translation: Translation | None = None
    announced: str = ''
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ending: str = ''

    @property
    def lives(self) -> bool:
        """Whether one of its channels is alive or slow."""
        return bool(LIVING & set(self.verdicts))


@dataclass(frozen=True)
class DiscussionResult:
    """What came of a discussion: where it stands, its language and channel, and what people say of it."""

    source: str
    language: str
    channel: str
    content: str


@dataclass(frozen=True)
class Gap:
    """What a language community lacks (a key of the messages)."""

    language: str
    lack: str


def gaps(rows: Sequence[LanguageRow], *, with_text: bool) -> list[Gap]:
    """Return what is missing: no channel, only dead ones, no liaison, no translation of the text."""
    found: list[Gap] = []
    for row in rows:
        if not row.verdicts:
            found.append(Gap(row.language, 'no-channel'))
        elif not row.lives and Liveness.UNKNOWN not in row.verdicts:
            found.append(Gap(row.language, 'only-dead'))
        if not row.liaisons:
            found.append(Gap(row.language, 'no-liaison'))
        if with_text and (row.translation is None or row.translation.percent < 100):
            found.append(Gap(row.language, 'not-translated'))
    return found


def render(rows: Sequence[LanguageRow], directory: str, say: Say, *, with_text: bool, with_log: bool) -> str:
    """Return the table of all languages: what each has, and in the last column what is missing."""
    lacks: dict[str, list[str]] = {}
    for gap in gaps(rows, with_text=with_text):
        lacks.setdefault(gap.language, []).append(say(f'lack-{gap.lack}'))
    columns = ['language', 'alive']
    columns += ['preferred'] * any(one.preferred for one in rows)
    columns += ['liaison'] * any(one.liaisons for one in rows)
    further = list(dict.fromkeys(column for one in rows for column in one.further))
    with_ending = any(one.ending for one in rows)
    columns += ['translated'] * with_text + ['announced'] * with_log
    columns += [*further, *(['ending'] * with_ending), 'lacks']
    cells: list[list[str | Markup]] = [
        [
            one.language,
            ', '.join(say(f'verdict-{verdict.value.replace(" ", "-")}') for verdict in one.verdicts),
            *([Markup('<br />'.join(one.preferred))] if 'preferred' in columns else []),
            *([Markup('<br />'.join(_seen(one, say)))] if 'liaison' in columns else []),
            *([_translated(one.translation, say)] if with_text else []),
            *([one.announced] if with_log else []),
            *(Markup('<br />'.join(one.further.get(column, ()))) for column in further),
            *([_to_copy(one.ending)] if with_ending else []),
            ', '.join(lacks.get(one.language, ())),
        ]
        for one in rows
    ]
    table = wikitable.render(
        [say(f'column-{column}') for column in columns],
        cells,
        caption=say('coverage-caption'),
        classes=['sortable', 'plainlinks'],
        named=True,
        wraps=True,
    )
    return f'{say("coverage-lead", directory=directory)}\n\n{table}'


def render_results(results: Sequence[DiscussionResult], say: Say) -> str:
    """Return the table of what came of discussions; '' where nothing did."""
    rows: list[list[str | Markup]] = [
        [Markup(one.source), Markup(f'{wikitext.escape(one.language)}<br />{one.channel}'), one.content]
        for one in results
    ]
    header = [say(f'column-{column}') for column in ('source', 'context', 'content')]
    caption = say('results-caption')
    classes = ['sortable', 'plainlinks']
    return wikitable.render(header, rows, caption=caption, classes=classes, wraps=True) if rows else ''


def _seen(one: LanguageRow, say: Say) -> Iterator[str]:
    """Return the liaisons of a language, each with how long ago they were seen."""
    return (f'{name} ({say(f"band-{band.value}")})' for name, band in one.liaisons)


def _to_copy(text: str) -> str | Markup:
    """Return wikitext as its readers copy it."""
    return Markup(f'<code><nowiki>{text}</nowiki></code>') if text else ''


def _translated(one: Translation | None, say: Say) -> str:
    if one is None:
        return ''
    if one.fuzzy:
        return say('translated-outdated', percent=one.percent, fuzzy=one.fuzzy)
    return say('translated', percent=one.percent)


def read_translations(home: Wiki, page: str) -> dict[str, Translation] | None:
    """Return how far a translatable page ('': None) is translated, by language, as far as the wiki counted.

    It answers from its cache, stops at the first language that it has not counted and goes on counting
    (https://www.mediawiki.org/wiki/Help:Extension:Translate/API), so a later run knows more. Raises
    BadInput where the page is none that is translated.
    """
    if not page:
        return None
    found: dict[str, Translation] = {}
    try:
        for reply in home.query(meta='messagegroupstats', mgsgroup=f'page-{page}'):
            found |= translations(reply.get('messagegroupstats', ()))
    except WikiError as error:
        if error.code == ENDLESS:  # it has not counted further yet
            return found
        raise BadInput(
            [Problem('-translatedpage', f'{page} is not translated on {home.host} ({error.code})')]
        ) from error
    return found
