"""Settings that stand in a template on a wiki page: each parameter is a setting of that name.

A parameter that may be repeated takes one value per line, with or without a bullet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import mwparserfromhell

from outreach import wikicode
from outreach.problems import BadInput, Problem
from outreach.settings import Setting, WrittenSetting, resolve
from outreach.wikicode import TooMuch

# stands for a line break in a comment: it is none in the value
HIDDEN_BREAK = '\ue000'


def parse(
    text: str, title: str, template: str, settings: Mapping[str, Setting[Any]]
) -> tuple[WrittenSetting, ...]:
    """Read a template of settings out of the text of the page `title`.

    Gives each value with its place (page, line and parameter). Raises BadInput with every unknown
    parameter, every value that makes no sense and the template missing or standing there twice.
    """
    try:
        templates = list(_templates(text, template))
    except TooMuch as error:
        raise BadInput([Problem(title, str(error))]) from None
    if len(templates) != 1:
        found = 'no' if not templates else str(len(templates))
        raise BadInput([Problem(title, f'holds {found} {{{{{template}}}}}; it needs exactly one')])
    problems: list[Problem] = []
    written: list[WrittenSetting] = []
    for name, value, line in templates[0]:
        if name not in settings:
            close = get_close_matches(name.lower(), settings, 1)
            meant = f'; did you mean {close[0]}?' if close else ''
            why = f'is unknown{meant}; see the documentation of the template'
            problems.append(Problem(f'{title}, line {line}, parameter {name}', why))
            continue
        for part, number in _values(value, line, repeat=settings[name].repeat):
            written.append(WrittenSetting(name, part, f'{title}, line {number}, parameter {name}'))
    try:
        resolve(settings.values(), (), written)
    except BadInput as error:
        problems.extend(error.problems)
    if problems:
        raise BadInput(problems)
    return tuple(written)


def holds(text: str, template: str) -> bool:
    """Return whether a page has the template at its top level; one that cannot be parsed may have it."""
    try:
        return any(_templates(text, template))
    except TooMuch:
        return True


def pairs(text: str, template: str, settings: Mapping[str, Setting[Any]]) -> frozenset[tuple[str, str]]:
    """Return all (name, value) that the template gives on a page, whether they make sense or not.

    A text that cannot be parsed gives none.
    """
    try:
        templates = list(_templates(text, template))
    except TooMuch:
        return frozenset()
    return frozenset(
        (name, part)
        for parameters in templates
        for name, value, line in parameters
        for part, _line in _values(value, line, repeat=name in settings and settings[name].repeat)
    )


def _templates(text: str, template: str) -> Iterator[list[tuple[str, str, int]]]:
    """Return (name, value, line) of the parameters of every template of that name at the top level.

    The line is that of the name; the value begins right after the sign of equality.
    """
    before = 1
    for node in wikicode.parse(text).nodes:
        if isinstance(node, mwparserfromhell.nodes.Template) and node.name.matches(template):
            parameters = []
            line = before + str(node.name).count('\n')
            for parameter in node.params:
                lead = len(str(parameter.name)) - len(str(parameter.name).lstrip())
                here = line + str(parameter.name)[:lead].count('\n')
                parameters.append((str(parameter.name).strip(), _bare(parameter.value), here))
                line += str(parameter).count('\n')
            yield parameters
        before += str(node).count('\n')


def _bare(value: mwparserfromhell.wikicode.Wikicode) -> str:
    """Return the text of a value without comments; their line breaks are left, as HIDDEN_BREAK."""
    return ''.join(
        HIDDEN_BREAK * str(node).count('\n')
        if isinstance(node, mwparserfromhell.nodes.Comment)
        else str(node)
        for node in value.nodes
    )


def _values(value: str, line: int, *, repeat: bool) -> Iterator[tuple[str, int]]:
    """Return the value of a parameter with its line; of one that may be repeated, each of its lines.

    An empty value is none. A bullet before a line is not part of it; the asterisk of `*.wikipedia.org`
    is.
    """
    for part in value.split('\n') if repeat else [value]:
        bare = part.replace(HIDDEN_BREAK, '').strip()
        bare = re.sub(r'^\*(?!\.)\s*', '', bare).strip() if repeat else bare
        if bare:
            yield bare, line
        line += 1 + part.count(HIDDEN_BREAK)
