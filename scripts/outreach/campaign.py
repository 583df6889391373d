"""The campaign page: one `{{Outreach campaign}}` template that an organizer fills in on the wiki.

Every parameter is the setting of the same name on the command line. A parameter that may be repeated
takes one value per line, with or without a bullet. The parameters are documented for organizers in
`onwiki/Template:Outreach campaign/doc`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import mwparserfromhell

from outreach.problems import BadInput, Problem
from outreach.settings import (
    Given,
    Setting,
    from_command_line,
    home_title,
    one_of,
    page_title,
    resolve,
    whole_number,
)

TEMPLATE = 'Outreach campaign'

# stands for a line break in a comment: it is none in the value
HIDDEN_BREAK = '\ue000'
MOST_DAYS = 30 * 365
BEGINNING = date(2001, 1, 15)
UNIT_DAYS = {'day': 1, 'week': 7, 'month': 30, 'year': 365}


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
    parts = urlsplit(text.strip())
    if (
        parts.scheme not in ('http', 'https')
        or not parts.hostname
        or re.search(r'[\s<>"\[\]{}|]', text.strip())
    ):
        raise ValueError('must be a web address beginning with https://')
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


def waves(text: str) -> tuple[str, ...]:
    """Read the sizes of the waves: numbers or per cents, then at most one `rest`, separated by commas."""
    sizes = tuple(part.strip().lower() for part in text.split(','))
    for size in sizes[:-1]:
        if not re.fullmatch(r'[1-9]\d*|(?:[1-9]\d?|100)\s*%', size):
            raise ValueError('must be sizes such as 20, 200, rest or 5%, 20%, rest')
    if not re.fullmatch(r'[1-9]\d*|(?:[1-9]\d?|100)\s*%|rest', sizes[-1]):
        raise ValueError('must be sizes such as 20, 200, rest or 5%, 20%, rest')
    return tuple(size.replace(' ', '') for size in sizes)


SETTINGS: Mapping[str, Setting] = {
    'name': Setting(),
    # where pages come from
    'source': Setting(host_name),
    'banner': Setting(page_title, repeat=True),
    'category': Setting(page_title, repeat=True),
    'depth': Setting(whole_number(0, 20), default=0),
    'links': Setting(page_title, repeat=True),
    'page': Setting(page_title, repeat=True),
    'prefix': Setting(page_title, repeat=True),
    'petscan': Setting(whole_number(1), repeat=True),
    'pagepile': Setting(whole_number(1), repeat=True),
    'sparql': Setting(repeat=True),
    'wikis': Setting(host_pattern, repeat=True),
    # who contributed significantly
    'rule': Setting(one_of('plain', 'score'), default='plain'),
    'since': Setting(window, default=timedelta(days=5 * 365)),
    'minedits': Setting(whole_number(0), default=5),
    'minpages': Setting(whole_number(0), default=3),
    'minbytes': Setting(whole_number(0), default=2000),
    'need': Setting(one_of('any', 'all'), default='any'),
    'minscore': Setting(whole_number(0, 100), default=25),
    # which wiki, and who must not be asked
    'wikiof': Setting(one_of('topic', 'main', 'home'), default='topic'),
    'fairshare': Setting(whole_number(0, 100), default=10),
    'maxwikis': Setting(whole_number(1), default=20),
    'keep': Setting(home_title, repeat=True),
    'exclude': Setting(home_title, repeat=True),
    'active': Setting(whole_number(1), default=365),
    'cooldown': Setting(whole_number(0), default=30),
    # the delivery list
    'list': Setting(home_title),
    'perlist': Setting(whole_number(1), default=2000),
    'signups': Setting(home_title, repeat=True),
    # the message and its delivery
    'message': Setting(home_title),
    'fallback': Setting(language, default='en'),
    'waves': Setting(waves, default=('rest',)),
    'notbefore': Setting(day),
    'delay': Setting(whole_number(0), default=0),
    'dailycap': Setting(whole_number(1), default=5000),
    'approval': Setting(flag=True, default=False),
    'testers': Setting(home_title),
    'faillimit': Setting(whole_number(0, 100), default=10),
    # records
    'promotionlog': Setting(home_title),
    'pattern': Setting(home_title),
    'link': Setting(link),
    'region': Setting(),
    'audience': Setting(),
}


def pick(*names: str) -> dict[str, Setting]:
    """Return the settings of these names, for a script that has them as options too."""
    return {name: SETTINGS[name] for name in names}


def subpage(campaign: str, *parts: str) -> str:
    """Return the title of a page under the campaign page: `subpage('Outreach/X', 'stop')`."""
    return '/'.join((campaign, *parts))


def stop_pages(campaign: str | None, user: str) -> tuple[str, ...]:
    """Return the pages on which any text stops a run: the campaign's, if there is one, and the account's."""
    own = (f'User:{user}/stop',) if user else ()
    return (subpage(campaign, 'stop'), *own) if campaign else own


def parse(text: str, title: str) -> tuple[Given, ...]:
    """Read the campaign template out of a campaign page.

    Gives each value with its place (page, line and parameter). Raises BadInput with every unknown
    parameter, every value that makes no sense and the template missing or standing there twice.
    """
    templates = list(_campaign_templates(text))
    if len(templates) != 1:
        found = 'no' if not templates else str(len(templates))
        raise BadInput([Problem(title, f'holds {found} {{{{{TEMPLATE}}}}}; it needs exactly one')])
    problems: list[Problem] = []
    given: list[Given] = []
    for name, value, line in templates[0]:
        if name not in SETTINGS:
            place = f'{title}, line {line}, parameter {name}'
            problems.append(Problem(place, 'is unknown; see the documentation of the template'))
            continue
        for part, number in _values(value, line, repeat=SETTINGS[name].repeat):
            given.append(Given(name, part, f'{title}, line {number}, parameter {name}'))
    try:
        resolve(SETTINGS, (), given)
    except BadInput as error:
        problems.extend(error.problems)
    if problems:
        raise BadInput(problems)
    return tuple(given)


def read_settings(
    settings: Mapping[str, Setting],
    args: Sequence[str],
    read_page: Callable[[str], str | None],
    title_of: Callable[[str], str] = str,
) -> dict[str, Any]:
    """Return the settings of a script from its command line and from the campaign page named there.

    `read_page` gives the text of a page of the campaign's wiki, None where there is no such page, and
    `title_of` a title as that wiki writes it: pages are told apart by their titles.
    Raises BadInput with everything that is wrong on the command line and on the campaign page.
    """
    given, problems = from_command_line(args, settings)
    page: tuple[Given, ...] = ()
    for one in given:
        if one.name == 'campaign':
            try:
                page = _of_campaign(page_title(one.value), one.place, read_page)
            except BadInput as error:
                problems.extend(error.problems)
            except ValueError:
                continue  # resolve says the same with its place
    try:
        values = resolve(settings, given, page)
    except BadInput as error:
        problems.extend(error.problems)
    if problems:
        raise BadInput(problems)
    for name, setting in settings.items():
        if setting.convert is home_title and values[name]:
            one = values[name]
            values[name] = tuple(map(title_of, one)) if setting.repeat else title_of(one)
    return values


def _of_campaign(title: str, place: str, read_page: Callable[[str], str | None]) -> tuple[Given, ...]:
    """Read the campaign page that an option names; raise BadInput where there is none or it is wrong."""
    text = read_page(title)
    if text is None:
        raise BadInput([Problem(place, "there is no such page on the campaign's wiki")])
    return parse(text, title)


def _campaign_templates(text: str) -> Iterator[list[tuple[str, str, int]]]:
    """Return (name, value, line) of the parameters of every campaign template at the top level.

    The line is that of the name; the value begins right after the sign of equality.
    """
    before = ''
    for node in mwparserfromhell.parse(text).nodes:
        if isinstance(node, mwparserfromhell.nodes.Template) and node.name.matches(TEMPLATE):
            parameters = []
            at = before + '{{' + str(node.name)
            for parameter in node.params:
                lead = len(str(parameter.name)) - len(str(parameter.name).lstrip())
                line = (at + '|' + str(parameter.name)[:lead]).count('\n') + 1
                parameters.append((str(parameter.name).strip(), _bare(parameter.value), line))
                at += '|' + str(parameter)
            yield parameters
        before += str(node)


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
