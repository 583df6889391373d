"""Settings of a script: one table that serves the command line and the campaign page alike.

A setting is given as a text with a name and a place (`-since:2024-01-01`, or a line of the campaign
page). What is given is converted once, here, and all errors come together. Command-line values win
over the campaign page; a setting that may be repeated collects its values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outreach.names import ENGLISH
from outreach.problems import BadInput, Problem


@dataclass(frozen=True)
class Given:
    """One setting as somebody wrote it."""

    name: str
    value: str
    place: str


@dataclass(frozen=True)
class Setting:
    """One setting that a script understands.

    `convert` takes the text and gives the value, or raises ValueError saying what it should be.
    `repeat` means that each giving adds a value: the result is a tuple. A `flag` takes no value on
    the command line and yes/no on a page.
    """

    convert: Callable[[str], Any] = str
    default: Any = None
    repeat: bool = False
    flag: bool = False


def yes_or_no(text: str) -> bool:
    """Read a flag: '' (an option that stands alone), yes, no. Raise ValueError for anything else."""
    answers = {'': True, 'yes': True, 'no': False}
    if text.strip().lower() not in answers:
        raise ValueError('must be yes or no')
    return answers[text.strip().lower()]


def whole_number(least: int = 0, most: int | None = None) -> Callable[[str], int]:
    """Return a converter for whole numbers from `least` to `most` (thousands may be set off by commas)."""
    bounds = f'of at least {least}' if most is None else f'from {least} to {most}'

    def convert(text: str) -> int:
        digits = text.strip().replace(',', '')
        if not (digits.isascii() and digits.isdigit()):
            raise ValueError(f'must be a whole number {bounds}')
        if int(digits) < least or (most is not None and int(digits) > most):
            raise ValueError(f'must be a whole number {bounds}')
        return int(digits)

    return convert


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a converter that takes one of the named choices, in any case."""

    def convert(text: str) -> str:
        if text.strip().lower() not in choices:
            raise ValueError(f'must be one of: {", ".join(choices)}')
        return text.strip().lower()

    return convert


def page_title(text: str) -> str:
    """Read a page title as people type it; raise ValueError where no wiki could have such a page.

    Source of the forbidden characters: https://www.mediawiki.org/wiki/Manual:Page_title
    """
    title = ' '.join(text.replace('_', ' ').split()).lstrip(':').strip()
    if not title:
        raise ValueError('must name a page')
    forbidden = [char for char in title if char in '<>[]{}|#' or ord(char) < 32 or ord(char) == 127]
    if forbidden:
        raise ValueError(f'cannot be a page title: it holds {forbidden[0]!r}')
    try:
        ENGLISH.split(title)
    except ValueError as error:
        raise ValueError(f'cannot be a page title: {error}') from None
    if title.lower().partition(':')[0].strip() in ('special', 'media'):
        raise ValueError('cannot be a special page: name one that people write')
    return title


def home_title(text: str) -> str:
    """Read the title of a page on the campaign's wiki; `read_settings` writes it as that wiki does."""
    return page_title(text)


def from_command_line(
    args: Sequence[str], settings: Mapping[str, Setting]
) -> tuple[list[Given], list[Problem]]:
    """Split arguments of the form `-name` and `-name:value`; give what is right, and what is wrong."""
    given: list[Given] = []
    problems: list[Problem] = []
    for arg in args:
        name, colon, value = arg.removeprefix('-').partition(':')
        if not arg.startswith('-') or name not in settings:
            problems.append(Problem(arg, 'unknown option; -help lists the options of this script'))
        elif settings[name].flag and colon:
            problems.append(Problem(arg, f'takes no value: write -{name}'))
        elif not settings[name].flag and not value.strip():
            problems.append(Problem(arg, f'needs a value: -{name}:…'))
        else:
            given.append(Given(name, value, arg))
    return given, problems


def resolve(
    settings: Mapping[str, Setting], command_line: Iterable[Given], page: Iterable[Given] = ()
) -> dict[str, Any]:
    """Return the value of every setting: from the command line, else from the page, else its default.

    Values given on the page for settings that this script does not have are left alone: they are for
    other scripts. Raises BadInput with every value that could not be converted or is given twice.
    """
    problems: list[Problem] = []
    chosen: dict[str, list[Given]] = {}
    for source in (page, command_line):
        here: dict[str, list[Given]] = {}
        for given in source:
            if given.name in settings:
                here.setdefault(given.name, []).append(given)
        chosen.update(here)
    values: dict[str, Any] = {}
    for name, setting in settings.items():
        converted = []
        for given in chosen.get(name, ()):
            try:
                converted.append(yes_or_no(given.value) if setting.flag else setting.convert(given.value))
            except ValueError as error:
                problems.append(Problem(given.place, f'{given.value!r} {error}'))
        if len(chosen.get(name, ())) > 1 and not setting.repeat:
            problems.append(Problem(chosen[name][-1].place, 'is given more than once'))
        if setting.repeat:
            values[name] = tuple(converted) if converted else (setting.default or ())
        else:
            values[name] = converted[0] if converted else setting.default
    if problems:
        raise BadInput(problems)
    return values
