"""Learning patterns: read any of them, make one from a campaign's figures, keep its figures true.

What a pattern looks like: https://meta.wikimedia.org/wiki/Learning_patterns. The infobox is found by
its parameters, sections by their words in any language we know. Translation markup belongs to the
Translate extension and to people: it is read over and never written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach import wikicode, wikitext
from outreach.accountlinks import PLAIN, Resolver
from outreach.headings import Heading, headings
from outreach.names import LANGUAGE_CODE, is_ip, is_temporary
from outreach.phrases import Say
from outreach.signatures import signatures
from outreach.timestamps import time_stamps
from outreach.visibletext import COMMENT, live

REGION, TROUBLE = 'figures', 'trouble'
GAP = 'gap'
# one of Meta's infoboxes that take these parameters (https://meta.wikimedia.org/wiki/Template:Probox)
INFOBOX = 'Probox/Idealab'
SECTIONS = (
    'problem',
    'solution',
    'consider',
    'when',
    'endorsements',
    'seealso',
    'related',
    'external',
    'references',
)
ITEM = re.compile(r'\n(?=[*#])')
MARKUP = re.compile(rf'</?translate[^<>]*>|<tvar[^<>]*>|</(?:tvar)?>|{COMMENT.pattern}')
CATEGORY = re.compile(r'\[\[[ \t]*+:?[ \t]*+category[ \t]*+:[ \t]*+([^|\]]+)', re.IGNORECASE)
MARKS = re.compile(r'\{\{|\}\}|\[\[|\]\]|\|')
CLOSERS = {'{{': '}}', '[[': ']]'}


@dataclass(frozen=True)
class Section:
    """One section: its kind ('' if it is none of ours), heading, level, body up to the next heading, line.

    `unwritten` where our stock text stands there, which asks people to write it.
    """

    kind: str
    heading: str
    level: int
    body: str
    line: int
    unwritten: bool = False


@dataclass(frozen=True)
class Pattern:
    """A learning pattern as data; texts are wikitext without translation markup.

    `unsigned` are those who begin a line of the endorsements that nobody signed, and endorse it nowhere else.
    `unwritten` are the parameters of the infobox in which our stock text still stands.
    """

    title: str
    template: str
    infobox: Mapping[str, str]
    sections: tuple[Section, ...]
    endorsers: tuple[str, ...]
    categories: tuple[str, ...]
    translatable: bool
    unsigned: tuple[str, ...] = ()
    unwritten: frozenset[str] = frozenset()

    @property
    def problem(self) -> str:
        """Return the summary of the problem; '' where nobody has written one."""
        return self._written('problem')

    @property
    def solution(self) -> str:
        """Return the summary of the solution; '' where nobody has written one."""
        return self._written('solution')

    def _written(self, name: str) -> str:
        return '' if name in self.unwritten else self.infobox.get(name, '')

    @property
    def status(self) -> str:
        """Return the status as people wrote it, such as DRAFT."""
        return self.infobox.get('status', '')

    def section(self, kind: str) -> Section | None:
        """Return the first section of a kind."""
        return next((section for section in self.sections if section.kind == kind), None)


def is_translation(title: str, titles: Collection[str]) -> bool:
    """Return whether a page is the translation `Page/xx` of one of the pages: those are never edited."""
    base, slash, code = title.rpartition('/')
    return bool(slash) and base in titles and bool(LANGUAGE_CODE.fullmatch(code))


def parse(text: str, title: str, words: Mapping[str, str], resolver: Resolver = PLAIN) -> Pattern:
    """Read a learning pattern; `words` are what `heading_words` gives of all languages.

    A page without an infobox gives an empty one: what is missing is for the lint to say.
    """
    sections = tuple(_sections(text, words))
    template, infobox = _infobox(text)
    endorsements = live('\n'.join(_endorsements(sections)))
    endorsers = _endorsers(endorsements, resolver)
    return Pattern(
        title=title,
        template=template,
        infobox=infobox,
        sections=sections,
        endorsers=endorsers,
        categories=tuple(dict.fromkeys(name.strip().replace('_', ' ') for name in CATEGORY.findall(text))),
        translatable='<translate>' in text,
        unsigned=tuple(one for one in _leading(endorsements, resolver) if one not in endorsers),
        unwritten=frozenset(name for name, value in infobox.items() if _is_gap(value, words)),
    )


def heading_words(languages: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the folded headings of all languages with the kind of section, of messages by key.

    Among them is the stock text for what nobody has written yet, as GAP.
    """
    words: dict[str, str] = {}
    for messages in languages:
        if GAP in messages:
            words[_fold(messages[GAP])] = GAP
        for kind in SECTIONS:
            if f'heading-{kind}' in messages:
                words[_fold(messages[f'heading-{kind}'])] = kind
    return words


def update(text: str, figures: str, trouble: str = '') -> str:
    """Return the pattern with these figures between its markers, every other byte as it was.

    What went wrong is kept too where the page has a region for it. Raises BrokenMarkers saying what is
    wrong where markers are missing, doubled, reversed or stand inside `<translate>`, where a change
    would make every translation outdated.
    """
    if wikitext.region(text, REGION) is None:
        raise wikitext.BrokenMarkers(
            f'has no {wikitext.begin_marker(REGION)}: put it, and {wikitext.end_marker(REGION)} in a '
            'line below it, where the figures shall stand'
        )
    for name, inside in ((REGION, figures), (TROUBLE, trouble)):
        found = wikitext.region(text, name)
        if found is None:
            continue
        before = text[: found[0]]
        if before.rfind('<translate') > before.rfind('</translate>'):
            line = before.count('\n') + 1
            text = 'the markers stand inside <translate>; move them out of it'
            raise wikitext.BrokenMarkers(text, line)
        text = wikitext.replace_region(text, name, inside)
    return text


def has_markers(text: str) -> bool:
    """Return whether a pattern has the markers of the figures, or one of them."""
    return wikitext.has_markers(text, REGION)


def insert_figures(text: str, words: Mapping[str, str], figures: str) -> str:
    """Return a pattern that never had figures with them at the end of its solution, else of its text.

    Where the page is translatable they stand after the `</translate>` that follows, never inside.
    """
    found = _headings(text)
    kinds = [words.get(_fold(_clean(heading.title)), '') for heading in found]
    at = len(text)
    if 'solution' in kinds:
        number = kinds.index('solution')
        level = found[number].level
        at = next((later.start for later in found[number + 1 :] if later.level <= level), at)
    elif category := CATEGORY.search(text):
        at = category.start()
    if text.rfind('<translate', 0, at) > text.rfind('</translate>', 0, at):
        closing = text.find('</translate>', at)
        at = closing + len('</translate>') if closing >= 0 else at
    region = wikitext.new_region(REGION, figures)
    before, after = text[:at], text[at:]
    lead = '\n' * (2 - min(2, len(before) - len(before.rstrip('\n')))) if before else ''
    trail = '\n' * (2 - min(2, len(after) - len(after.lstrip('\n')))) if after else ''
    return f'{before}{lead}{region}{trail}{after}'


def new_pattern(
    campaign: str, creator: str, figures: str, trouble: str, say: Say, infobox: str = INFOBOX
) -> str:
    """Return the text of a new pattern: the figures in it, and gaps that people can see and fill."""
    gap = f"''{say(GAP)}''"
    parts = [
        f'{{{{{infobox}',
        f'|pattern={wikitext.escape(campaign)}',
        f'|problem={gap}',
        f'|solution={gap}',
        f'|creator={wikitext.escape(creator)}',
        '|status=DRAFT',
        '}}',
    ]
    region = wikitext.new_region(REGION, figures)
    bodies = {
        'problem': gap,
        'solution': f'{gap}\n\n{say("lead-figures", campaign=campaign)}\n\n{region}',
        'consider': f'* {gap}\n{wikitext.new_region(TROUBLE, trouble)}',
        'when': f'* {gap}',
        'endorsements': '',
        'seealso': f'* [[:{campaign}]]',
    }
    for kind, body in bodies.items():
        parts += ['', f'== {say(f"heading-{kind}")} ==', *([body] if body else [])]
    return '\n'.join([*parts, '', '[[Category:Learning patterns]]'])


def _infobox(text: str) -> tuple[str, dict[str, str]]:
    """Return name and parameters of the first template before the first heading that has both parameters."""
    first = next(iter(_headings(text)), None)
    lead = text[: first.start] if first else text
    try:
        templates = wikicode.parse(lead, skip_style_tags=True).filter_templates()
    except wikicode.TooMuch:
        templates = []
    for template in templates:
        values = {str(one.name).strip().lower(): _clean(str(one.value)) for one in template.params}
        if {'problem', 'solution'} <= values.keys():
            return _clean(str(template.name)), values
    # an open tag or a stray brace in a value hides the whole template from that parser, not from MediaWiki
    for name, *arguments in _calls(lead):
        pairs = (argument.partition('=') for argument in arguments if '=' in argument)
        values = {key.strip().lower(): _clean(value) for key, _, value in pairs}
        if {'problem', 'solution'} <= values.keys():
            return _clean(name), values
    return '', {}


def _calls(text: str) -> Iterator[list[str]]:
    """Return the outermost template calls of a text, each as its name and its arguments."""
    opened: list[str] = []
    parts: list[str] = []
    at = 0
    for mark in MARKS.finditer(text):
        if mark[0] in CLOSERS:
            if not opened:
                parts, at = [], mark.end()
            opened.append(mark[0])
        elif mark[0] == '|' and len(opened) == 1:
            parts.append(text[at : mark.start()])
            at = mark.end()
        elif opened and mark[0] == CLOSERS[opened[-1]] and opened.pop() == '{{' and not opened:
            yield [*parts, text[at : mark.start()]]


def _sections(text: str, words: Mapping[str, str]) -> Iterable[Section]:
    found = _headings(text)
    ends = [*(heading.start for heading in found[1:]), len(text)]
    line, counted = 1, 0
    for heading, end in zip(found, ends, strict=False):
        name = _clean(heading.title)
        line += text.count('\n', counted, heading.start)
        counted = heading.start
        body = _clean(text[heading.end : end])
        kind = words.get(_fold(name.strip("'")), '')
        gap = any(_is_gap(one, words) for one in body.split('\n'))
        yield Section(kind, name, heading.level, body, line, gap)


def _headings(text: str) -> list[Heading]:
    """Return the headings of sections; one `=` makes the title of a page."""
    return [heading for heading in headings(text) if heading.level > 1]


def _endorsements(sections: Iterable[Section]) -> Iterator[str]:
    """Return the bodies of the sections of endorsements, those below them included."""
    level = 0
    for section in sections:
        if section.kind == 'endorsements':
            level = section.level
        elif section.level <= level:
            level = 0
        if level:
            yield section.body


def _endorsers(text: str, resolver: Resolver) -> tuple[str, ...]:
    """Return the distinct people who signed, in order of first appearance; only those with an account."""
    names = (one.name for item in ITEM.split(text) for one in signatures(item, resolver))
    return tuple(dict.fromkeys(name for name in names if not (is_ip(name) or is_temporary(name))))


def _leading(text: str, resolver: Resolver) -> Iterator[str]:
    """Return who is named at the beginning of a line without a time stamp."""
    for line in text.split('\n'):
        found = resolver.references(line)
        if found and not re.search(r'\w', line[: found[0].start]) and not any(time_stamps(line)):
            yield found[0].name


def _is_gap(line: str, words: Mapping[str, str]) -> bool:
    """Return whether a line is our stock text and nothing else."""
    return words.get(_fold(line.strip("*#:' \t"))) == GAP


def _clean(text: str) -> str:
    return MARKUP.sub('', text).strip()


def _fold(text: str) -> str:
    return ' '.join(text.split()).rstrip('?؟').strip().casefold()
