"""A library of learning patterns: what each lacks, an index by topic, and which of them apply."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from outreach import colours, linktargets, wikitext
from outreach.patterns.pattern import REGION, Pattern
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.sharedtable import fold
from outreach.wikitable import Content, Markup, render

INDEX = 'index'
ROOT_CATEGORY = 'learning patterns'
# where patterns lived before (https://meta.wikimedia.org/wiki/Learning_patterns)
OLD_PREFIXES = ('grants:evaluation/library/learning patterns/', 'grants:learning patterns/')
MAX_SUMMARY = 200
WORD = re.compile(r'[^\W\d_]{4,}')
# what nearly every pattern says, so that it tells nothing about one
COMMON = frozenset(
    word
    for line in (
        'this that with from have they them their when what which about there many more some your',
        'people wiki wikis wikimedia wikipedia learning pattern patterns project projects problem solution',
    )
    for word in line.split()
)


@dataclass(frozen=True)
class PatternContext:
    """What the lint knows beside a pattern's text: pages that do not exist, those that have been
    translated, and the figures as they should be (None where the pattern is of no known campaign).
    """

    missing: frozenset[str] = frozenset()
    translated: frozenset[str] = frozenset()
    figures: str | None = None


def lint(pattern: Pattern, text: str, context: PatternContext) -> list[Problem]:
    """Name everything that a pattern lacks or has wrong, in order of the page."""
    return [
        Problem(pattern.title, one) for one in [*_lint_head(pattern), *_lint_body(pattern, text, context)]
    ]


def _lint_head(pattern: Pattern) -> list[str]:
    found = []
    if not pattern.template:
        return ['has no infobox with a problem and a solution']
    for name in ('problem', 'solution'):
        value = pattern.infobox.get(name, '')
        if not value:
            found.append(f'the infobox gives no {name}')
        elif name in pattern.unwritten:
            found.append(f'the {name} in the infobox is not written yet')
        elif len(value) > MAX_SUMMARY:
            found.append(f'the {name} in the infobox has {len(value)} characters, more than {MAX_SUMMARY}')
    return found


def _lint_body(pattern: Pattern, text: str, context: PatternContext) -> list[str]:
    found = []
    for section, level in zip(pattern.sections, _levels_below(pattern), strict=True):
        if not _content(section.body) and level <= section.level:
            found.append(f'line {section.line}: the section {section.heading!r} is empty')
        elif section.unwritten:
            found.append(f'line {section.line}: the section {section.heading!r} is not written yet')
    kinds = {section.kind for section in pattern.sections}
    found += [f'has no section on the {kind}' for kind in ('problem', 'solution') if kind not in kinds]
    if not pattern.categories:
        found.append('has no category')
    found += [f'{name} endorses it without a signature with a date: not counted' for name in pattern.unsigned]
    found += _lint_figures(text, context)
    linked = dict.fromkeys(_title(link.target) for link in linktargets.links(text))
    found += [f'links to {link}, which does not exist' for link in linked if link in context.missing]
    found += [f'links to the old place {link}' for link in linked if link.lower().startswith(OLD_PREFIXES)]
    if pattern.translatable and '<!--T:' not in text:
        found.append('has <translate> but was never marked for translation')
    elif pattern.translatable and pattern.title not in context.translated:
        found.append('is marked for translation, and nobody has translated it yet')
    return found


def _levels_below(pattern: Pattern) -> list[int]:
    """Return for each section the level of the heading that follows it, 0 for the last."""
    return [*(section.level for section in pattern.sections), 0][1:]


def _lint_figures(text: str, context: PatternContext) -> list[str]:
    try:
        region = wikitext.region(text, REGION)
    except ValueError as error:
        return [f'figures: {error}']
    if (
        region
        and context.figures is not None
        and text[region[0] : region[1]].strip() != context.figures.strip()
    ):
        return ['the figures are out of date']
    return []


def links(text: str) -> list[str]:
    """Return the titles of the pages that a text links to, each once, without files, categories, people."""
    titles = dict.fromkeys(_title(link.target) for link in linktargets.links(text))
    return [
        title for title in titles if title and not re.match(r'(?i)(file|image|category|special|#)', title)
    ]


def topics(pattern: Pattern) -> tuple[str, ...]:
    """Return the categories of a pattern that say what it is about; ('',) where there is none."""
    found = tuple(name for name in pattern.categories if fold(name) != ROOT_CATEGORY)
    return found or ('',)


def render_index(patterns: Sequence[Pattern], say: Say) -> str:
    """Return the index: a table for each topic with summary, endorsements, status and day of creation.

    Where no pattern has a topic there is one table.
    """
    by_topic: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for topic in topics(pattern):
            by_topic.setdefault(topic, []).append(pattern)
    if set(by_topic) == {''}:
        return _table(by_topic[''], say)
    lines = []
    for topic in sorted(by_topic, key=lambda name: (not name, name.casefold())):
        lines += [f'=== {wikitext.escape(topic) or say("no-topic")} ===', _table(by_topic[topic], say)]
    return '\n'.join(lines) or f"''{say('no-patterns')}''"


def applying(patterns: Iterable[Pattern], words: Collection[str], own: str) -> list[Pattern]:
    """Return the patterns that share words with a campaign, those with most first, without its own."""
    wanted = {word.casefold() for text in words for word in WORD.findall(text)} - COMMON
    scored = []
    for pattern in patterns:
        text = ' '.join([pattern.title, pattern.problem, pattern.solution, *pattern.categories])
        shared = wanted & {word.casefold() for word in WORD.findall(text)}
        if shared and pattern.title != own:
            scored.append((-len(shared), -len(pattern.endorsers), pattern.title, pattern))
    return [pattern for *_order, pattern in sorted(scored, key=lambda one: one[:3])]


def render_applying(patterns: Sequence[Pattern], say: Say) -> str:
    """Return the patterns that apply as one table."""
    return _table(patterns, say) if patterns else f"''{say('no-patterns')}''"


def _table(patterns: Sequence[Pattern], say: Say) -> str:
    names = ['pattern', 'summary', 'endorsements', 'created']
    rows: list[tuple[Content, ...]] = []
    for one in sorted(patterns, key=lambda pattern: pattern.title.casefold()):
        label = wikitext.escape(one.infobox.get('pattern') or one.title.rpartition('/')[2])
        status = f' ({wikitext.escape(one.status)})' if one.status else ''
        link = Markup(f'[[:{one.title}|{label}]]{status}')
        created = one.infobox.get('timestamp', '')
        rows.append((link, Markup(_summary(one, say)), len(one.endorsers), created))
    if not any(created for *_others, created in rows):
        names, rows = names[:-1], [tuple(others) for *others, _created in rows]
    columns = [say(f'index-{name}') for name in names]
    return render(columns, rows, classes=['sortable'], named=True, wraps=True)


def _summary(pattern: Pattern, say: Say) -> str:
    """Return problem and solution in wikitext; what nobody has written is asked for, and shows that it is."""
    parts = [wikitext.escape(part.strip("'")) for part in (pattern.problem, pattern.solution)]
    if not any(parts):
        return _asked_for(say('index-unwritten', page=pattern.title))
    shown = (part or _asked_for(say('index-unwritten-part')) for part in parts)
    return f' {say("arrow")} '.join(shown)


def _asked_for(words: str) -> str:
    return f'<span style="{colours.behind_text(colours.CAREFUL)}">{words}</span>'


def _content(body: str) -> str:
    """Return what a section says beside categories and empty items of lists."""
    return re.sub(r'\[\[\s*+:?category[^\[\]]*+\]\]|^[*#:]++[ \t]*+$', '', body, flags=re.I | re.M).strip()


def _title(link: str) -> str:
    """Return the title of a page out of a link target, its section left out."""
    return ' '.join(link.partition('#')[0].replace('_', ' ').split()).removeprefix(':').strip()
