"""Learning patterns: read any of them, make one from a campaign's figures, keep its figures true.

What a pattern looks like: https://meta.wikimedia.org/wiki/Learning_patterns. The infobox is found by
its parameters, sections by their words in any language we know. Translation markup belongs to the
Translate extension and to people: it is read over and never written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import mwparserfromhell

from outreach import wikitext
from outreach.phrases import Say
from outreach.promotion.places import LANGUAGE_CODE
from outreach.signatures import STAMP, USER_LINK

REGION, TROUBLE = 'figures', 'trouble'
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
MARKUP = re.compile(r'</?translate[^>]*>|<!--T:\d+-->|<tvar[^>]*>|</(?:tvar)?>|<!--.*?-->', re.DOTALL)
HEADING = re.compile(r'^(={2,6})[ \t]*(.+?)[ \t]*\1[ \t]*(?:<!--.*?-->[ \t]*)*$', re.MULTILINE)
CATEGORY = re.compile(r'\[\[[ \t]*:?[ \t]*category[ \t]*:[ \t]*([^|\]]+)', re.IGNORECASE)
ITEM = re.compile(r'^[*#:]+.*$', re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """One section: its kind ('' if it is none of ours), heading, level, body up to the next heading, line."""

    kind: str
    heading: str
    level: int
    body: str
    line: int


@dataclass(frozen=True)
class Pattern:
    """A learning pattern as data; texts are wikitext without translation markup."""

    title: str
    template: str
    infobox: Mapping[str, str]
    sections: tuple[Section, ...]
    endorsers: tuple[str, ...]
    categories: tuple[str, ...]
    translatable: bool

    @property
    def problem(self) -> str:
        """Return the summary of the problem; '' where there is none."""
        return self.infobox.get('problem', '')

    @property
    def solution(self) -> str:
        """Return the summary of the solution; '' where there is none."""
        return self.infobox.get('solution', '')

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


def parse(text: str, title: str, words: Mapping[str, str]) -> Pattern:
    """Read a learning pattern; `words` are folded headings in all languages with their kind.

    A page without an infobox gives an empty one: what is missing is for the lint to say.
    """
    sections = tuple(_sections(text, words))
    template, infobox = _infobox(text)
    endorsements = [section.body for section in sections if section.kind == 'endorsements']
    return Pattern(
        title=title,
        template=template,
        infobox=infobox,
        sections=sections,
        endorsers=_endorsers('\n'.join(endorsements)),
        categories=tuple(dict.fromkeys(name.strip().replace('_', ' ') for name in CATEGORY.findall(text))),
        translatable='<translate>' in text,
    )


def heading_words(languages: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the folded headings of all languages with the kind of section, of messages by key."""
    words: dict[str, str] = {}
    for messages in languages:
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
    return wikitext.begin_marker(REGION) in text or wikitext.end_marker(REGION) in text


def insert_figures(text: str, words: Mapping[str, str], figures: str) -> str:
    """Return a pattern that never had figures with them at the end of its solution, else of its text.

    Where the page is translatable they stand after the `</translate>` that follows, never inside.
    """
    headings = list(HEADING.finditer(text))
    kinds = [words.get(_fold(_clean(heading[2])), '') for heading in headings]
    at = len(text)
    if 'solution' in kinds:
        number = kinds.index('solution')
        level = len(headings[number][1])
        at = next((later.start() for later in headings[number + 1 :] if len(later[1]) <= level), at)
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
    gap = f"''{say('gap')}''"
    parts = [
        f'{{{{{infobox}',
        f'|pattern={wikitext.escape(campaign)}',
        f'|problem={say("draft-problem")}',
        f'|solution={say("draft-solution")}',
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
    first = HEADING.search(text)
    code = mwparserfromhell.parse(text[: first.start()] if first else text, skip_style_tags=True)
    for template in code.filter_templates():
        names = {str(parameter.name).strip().lower() for parameter in template.params}
        if {'problem', 'solution'} <= names:
            return _clean(str(template.name)), {
                str(parameter.name).strip().lower(): _clean(str(parameter.value))
                for parameter in template.params
            }
    return '', {}


def _sections(text: str, words: Mapping[str, str]) -> Iterable[Section]:
    headings = list(HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for number, heading in enumerate(headings):
        name = _clean(heading[2])
        line = text.count('\n', 0, heading.start()) + 1
        body = _clean(text[heading.end() : ends[number]])
        yield Section(words.get(_fold(name), ''), name, len(heading[1]), body, line)


def _endorsers(text: str) -> tuple[str, ...]:
    """Return the distinct people who signed an item of the list, in order of first appearance."""
    signers: dict[str, None] = {}
    for item in ITEM.findall(text):
        names = USER_LINK.findall(item)
        if names and STAMP.search(item):
            name = (names[-1][0] or names[-1][1]).replace('_', ' ').strip()
            signers[name[:1].upper() + name[1:]] = None
    return tuple(signers)


def _clean(text: str) -> str:
    return MARKUP.sub('', text).strip()


def _fold(text: str) -> str:
    return ' '.join(text.split()).rstrip('?؟').strip().casefold()
