"""Settings of a script: each is written once, typed, and serves the command line and the campaign page alike.

A setting is given as a text with a name and a place (`-since:2024-01-01`, or a line of the campaign
page). What is given is converted once, here, and all errors come together. Command-line values win
over the campaign page; a setting that may be repeated collects its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from outreach import digits
from outreach.doubts import doubt_code
from outreach.names import ENGLISH
from outreach.problems import BadInput, Problem
from outreach.words import did_you_mean, misnamed

T = TypeVar('T')
T_co = TypeVar('T_co', covariant=True)

MOST_DAYS = 30 * 365
BEGINNING = date(2001, 1, 15)
# how alike an option must be to what was typed (difflib): -limit is no misspelt -list
CLOSE, SIMULATE = 0.75, 'simulate'  # an option of Pywikibot's, for all scripts
# options of Pywikibot that choose pages: of ours, where a script chooses articles, which do something like it
ONLY_ARTICLES = 'only articles count, and a talk page stands for its article'
INSTEAD = {
    'search': 'put the titles that you found into a file (-file:…), or use -petscan:… or -sparql:…',
    'start': '-prefix:… takes titles that begin alike, -file:… a list of titles',
    'limit': 'a topic is read as a whole: -estimate says what that costs, -depth:… how deep it goes',
    'total': 'a topic is read as a whole: -estimate says what that costs, -depth:… how deep it goes',
    **dict.fromkeys(('ns', 'namespace', 'namespaces'), ONLY_ARTICLES),
    'file': 'a file of names of people is read by pwb build_targets -people:…',
    'ref': '-links:… takes what a page links to, -transcludes:… what holds a template; '
    'for what links to a page use -petscan:…',
    'subcats': '-catr:… takes the articles of a category and of all below it',
    'subcatsr': '-catr:… takes the articles of a category and of all below it',
}
CHOOSES_ARTICLES = 'catr'
# of what is put before our summaries: what does something there, and the longest
SUMMARY_MARKS, LONGEST_WORDS = ('[[', ']]', '{{', '}}', '/*', '*/', '~~~'), 100
# a page as a link to it: [[User:X/List|the list]]
LINK_ALONE = re.compile(r'\[\[([^\[\]|]+)(?:\|[^\[\]|]*)?\]\]')
UNIT_DAYS = {'day': 1, 'week': 7, 'month': 30, 'year': 365}


@dataclass(frozen=True)
class Setting(Generic[T_co]):
    """One setting that a script understands; make it with `one`, `maybe`, `many` or `flag`.

    `convert` takes the text and returns the value, or raises ValueError saying what it should be.
    `repeat` means that each giving adds a value: the result is a tuple. A `flag` takes no value on
    the command line and yes/no on a page.
    """

    name: str
    convert: Callable[[str], Any]
    default: T_co
    repeat: bool = False
    commas: bool = False
    flag: bool = False


def one(name: str, convert: Callable[[str], T], *, default: T) -> Setting[T]:
    """Return a setting that always has a value: what is given, else its default."""
    return Setting(name, convert, default)


def maybe(name: str, convert: Callable[[str], T]) -> Setting[T | None]:
    """Return a setting that is None where nobody gives it."""
    return Setting(name, convert, None)


def many(name: str, convert: Callable[[str], T], *, commas: bool = False) -> Setting[tuple[T, ...]]:
    """Return a setting that may be repeated: the tuple of what is given, in order.

    With `commas` one giving may hold several values separated by them: no value has one of its own.
    """
    return Setting(name, convert, (), repeat=True, commas=commas)


def flag(name: str) -> Setting[bool]:
    """Return a setting that is set by being there."""
    return Setting(name, yes_or_no, default=False, flag=True)


def by_name(settings: Iterable[Setting[Any]]) -> dict[str, Setting[Any]]:
    """Return settings by their names."""
    return {setting.name: setting for setting in settings}


@dataclass(frozen=True)
class WrittenSetting:
    """One setting as somebody wrote it, and where."""

    name: str
    value: str
    place: str


@dataclass(frozen=True)
class Given:
    """The values of the settings of one run: `given[CLAIM_DAYS]` is of the type of that setting.

    A setting that the script does not have is at its default. `written` holds what was given, by name.
    """

    values: Mapping[str, Any]
    written: Mapping[str, tuple[WrittenSetting, ...]] = field(default_factory=dict)

    def __getitem__(self, setting: Setting[T]) -> T:
        """Return the value of a setting."""
        value: T = self.values.get(setting.name, setting.default)
        return value

    def __contains__(self, setting: Setting[Any]) -> bool:
        """Whether somebody gave a setting, be it the value that it has anyway."""
        return setting.name in self.written

    @property
    def campaign_option(self) -> str:
        """Return the option by which a next command finds the pages of this run."""
        return f'-under:{self[UNDER]}' if self[UNDER] else f'-campaign:{self[CAMPAIGN]}'

    def place(self, setting: Setting[Any]) -> str:
        """Return where a setting was given (an option, or page and line), else the option's name."""
        return self.written[setting.name][0].place if setting in self else f'-{setting.name}'


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
        plain = text.strip().replace(',', '')
        found = digits.number(plain) if digits.are_number(plain) else -1
        if found < least or (most is not None and found > most):
            raise ValueError(f'must be a whole number {bounds}')
        return found

    return convert


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a converter that takes one of the named choices, in any case."""

    def convert(text: str) -> str:
        if (word := text.strip().lower()) in choices:
            return word
        raise ValueError(f'must be one of: {", ".join(choices)}{did_you_mean(word, choices)}')

    return convert


def some_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Return a converter that takes choices separated by commas, in any case, each once as they are typed."""

    def convert(text: str) -> tuple[str, ...]:
        names = dict.fromkeys(' '.join(part.lower().split()) for part in text.split(',') if part.strip())
        if not names or not names.keys() <= {*choices}:
            wrong = misnamed(names, choices)
            raise ValueError(f'must be of these, separated by commas: {", ".join(choices)}{wrong}')
        return tuple(names)

    return convert


def page_title(text: str) -> str:
    """Read a page title as people type it; raise ValueError where no wiki could have such a page.

    Source of the forbidden characters: https://www.mediawiki.org/wiki/Manual:Page_title
    """
    link = LINK_ALONE.fullmatch(text.strip())
    title = ' '.join((link[1] if link else text).replace('_', ' ').split()).lstrip(':').strip()
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


def window(text: str) -> date | timedelta:
    """Read how far back to look: a date (2024-01-31) or a span ('5 years', '18 months', '90 days')."""
    span = re.fullmatch(r'(\d{1,4})\s*(day|week|month|year)s?', text.strip().lower())
    if span:
        days = int(span[1]) * UNIT_DAYS[span[2]]
        if not 1 <= days <= MOST_DAYS:
            raise ValueError('must be a span of at least a day and at most 30 years')
        return timedelta(days=days)
    try:
        start = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError('must be a date such as 2024-01-31 or a span such as 5 years') from None
    if start < BEGINNING:
        raise ValueError(f'must be a date from {BEGINNING} on, when Wikipedia began')
    return start


def day(text: str) -> date:
    """Read a date (2026-12-01); raise ValueError for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError('must be a date such as 2026-12-01') from None


def window_start(since: date | timedelta, now: datetime) -> datetime:
    """Return the first moment inside the window; raise ValueError where it would lie in the future."""
    if isinstance(since, timedelta):
        return now - since
    start = datetime(since.year, since.month, since.day, tzinfo=now.tzinfo)
    if start >= now:
        raise ValueError(f'the window begins in the future: {since.isoformat()}')
    return start


def link(text: str) -> str:
    """Read a web address; raise ValueError unless it is http(s) with a host and without blanks."""
    wrong = 'must be a web address beginning with https://'
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise ValueError(wrong) from None
    if (
        parts.scheme not in ('http', 'https')
        or not parts.hostname
        or re.search(r'[\s<>"\[\]{}|]', text.strip())
    ):
        raise ValueError(wrong)
    return text.strip()


def host_name(text: str) -> str:
    """Read the host of a wiki; raise ValueError where it is anything but a bare host name."""
    if not re.fullmatch(r'[a-z0-9-]+(\.[a-z0-9-]+)+', text.strip().lower()):
        raise ValueError('must be the host of a wiki, such as en.wikipedia.org')
    return text.strip().lower()


def host_pattern(text: str) -> str:
    """Read a pattern of hosts, `*` standing for any language; raise ValueError for anything else."""
    if not re.fullmatch(r'(\*|[a-z0-9-]+)(\.[a-z0-9-]+)+', text.strip().lower()):
        raise ValueError('must be a host or a pattern of hosts, such as *.wikipedia.org')
    return text.strip().lower()


def language(text: str) -> str:
    """Read a language code as MediaWiki writes it; raise ValueError for anything else."""
    if not re.fullmatch(r'[a-z]{2,}(-[a-z0-9]+)*', text.strip().lower()):
        raise ValueError('must be a language code, such as en or pt-br')
    return text.strip().lower()


def own_words(text: str) -> str:
    """Read the words that an operator puts before the summaries of edits: plain, and so short that ours fit.

    Raises ValueError for marks that do something there: links, which may notify people, and sections.
    """
    plain = ' '.join(text.split())
    marks = [mark for mark in SUMMARY_MARKS if mark in plain]
    if marks:
        raise ValueError(f'must be plain words: it holds {marks[0]}')
    if len(plain) > LONGEST_WORDS:
        raise ValueError(f'must be of at most {LONGEST_WORDS} letters: our own summary follows')
    return plain


def waves(text: str) -> tuple[str, ...]:
    """Read the sizes of the waves: numbers or per cents, then at most one `rest`, separated by commas."""
    sizes = tuple(part.strip().lower() for part in text.split(','))
    for size in sizes[:-1]:
        if not re.fullmatch(r'[1-9]\d*|(?:[1-9]\d?|100)\s*%', size):
            raise ValueError('must be sizes such as 20, 200, rest or 5%, 20%, rest')
    if not re.fullmatch(r'[1-9]\d*|(?:[1-9]\d?|100)\s*%|rest', sizes[-1]):
        raise ValueError('must be sizes such as 20, 200, rest or 5%, 20%, rest')
    return tuple(size.replace(' ', '') for size in sizes)


def from_command_line(
    args: Sequence[str], settings: Iterable[Setting[Any]]
) -> tuple[list[WrittenSetting], list[Problem]]:
    """Split arguments of the form `-name` and `-name:value`; return what is right, and what is wrong."""
    known = by_name(settings)
    written: list[WrittenSetting] = []
    problems: list[Problem] = []
    for arg in args:
        name, colon, value = arg.removeprefix('-').partition(':')
        if not arg.startswith('-') or name not in known:
            problems.append(Problem(arg, _unknown(arg, known)))
        elif known[name].flag and colon:
            problems.append(Problem(arg, f'takes no value: write -{name}'))
        elif not known[name].flag and not value.strip():
            problems.append(Problem(arg, f'needs a value: -{name}:…'))
        else:
            written.append(WrittenSetting(name, value, arg))
    return written, problems


def _unknown(arg: str, known: Mapping[str, Setting[Any]]) -> str:
    """Return what is wrong with an option that a script does not have, and which does what was meant."""
    name, _ = _as_typed(arg)
    if name not in INSTEAD:
        return f'unknown option; {_meant(arg, known)}-help lists the options of this script'
    here = name == 'file' or CHOOSES_ARTICLES in known
    ours = INSTEAD[name] if here else '-help lists the options of this script'
    return f'chooses pages in Pywikibot, not here: {ours}'


def _as_typed(arg: str) -> tuple[str, str | None]:
    """Return name and value of an option however it is written, such as `--list=X`; None for no value."""
    name, *value = re.split('[:=]', arg.lstrip('-'), maxsplit=1)
    return name.lower(), value[0] if value else None


def _meant(arg: str, known: Mapping[str, Setting[Any]]) -> str:
    """Return which option was probably meant, as a question: by `--list=X` it is `-list:X`; '' for none."""
    name, value = _as_typed(arg)
    close = get_close_matches(name, [*known, SIMULATE], 1, CLOSE)
    if not close:
        return ''
    alone = value is None or close[0] == SIMULATE or known[close[0]].flag
    return f'did you mean -{close[0]}{"" if alone else f":{value}"}? '


def resolve(
    settings: Iterable[Setting[Any]],
    command_line: Iterable[WrittenSetting],
    page: Iterable[WrittenSetting] = (),
) -> Given:
    """Return the value of every setting: from the command line, else from the page, else its default.

    Values given on the page for settings that this script does not have are left alone: they are for
    other scripts. Raises BadInput with every value that could not be converted or is given twice.
    """
    known = by_name(settings)
    chosen: dict[str, tuple[WrittenSetting, ...]] = {}
    for source in (page, command_line):
        here: dict[str, tuple[WrittenSetting, ...]] = {}
        for text in source:
            if text.name in known:
                here[text.name] = (*here.get(text.name, ()), text)
        chosen.update(here)
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, setting in known.items():
        converted = []
        for text in chosen.get(name, ()):
            for value in text.value.split(',') if setting.commas else [text.value]:
                try:
                    converted.append(setting.convert(value.strip() if setting.commas else value))
                except ValueError as error:
                    problems.append(Problem(text.place, f'{value!r} {error}'))
        if len(chosen.get(name, ())) > 1 and not setting.repeat:
            problems.append(Problem(chosen[name][-1].place, 'is given more than once'))
        if converted:
            values[name] = tuple(converted) if setting.repeat else converted[0]
        else:
            values[name] = setting.default
    if problems:
        raise BadInput(problems)
    return Given(values, chosen)


# what every script that writes has
CAMPAIGN = maybe('campaign', home_title)
# of several scripts: what a run would cost, replicas in place of the API, private files elsewhere
ESTIMATE, REPLICA, HERE = flag('estimate'), flag('replica'), flag('here')
# in place of a campaign page: where the pages of a run on options alone lie
UNDER = maybe('under', home_title)
LANGUAGE = maybe('language', language)
ACCEPT = many('accept', doubt_code, commas=True)
ALWAYS = flag('always')
# put before the summary of each edit: what ends ours is read again
SUMMARY = maybe('summary', own_words)
