"""The campaign page: one `{{Outreach campaign}}` template that an organizer fills in on the wiki.

Every parameter is the setting of the same name on the command line. A parameter that may be repeated
takes one value per line, with or without a bullet. The parameters are documented for organizers in
`onwiki/Template:Outreach campaign/parameters`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from outreach import settingstemplate
from outreach.pagekinds import page_kind
from outreach.problems import BadInput, Problem, no_page, refuse
from outreach.settings import (
    CAMPAIGN,
    UNDER,
    Given,
    Setting,
    WrittenSetting,
    by_name,
    day,
    flag,
    from_command_line,
    home_title,
    host_name,
    host_pattern,
    language,
    link,
    many,
    maybe,
    one,
    one_of,
    page_title,
    resolve,
    waves,
    whole_number,
    window,
)

TEMPLATE = 'Outreach campaign'
CLOSED = 'Closed'
PATH = '/wiki/'

NAME = maybe('name', str)
# where pages come from
SOURCE = maybe('source', host_name)
BANNER = many('banner', page_title)
CATEGORY = many('category', page_title)
DEPTH = one('depth', whole_number(0, 20), default=0)
LINKS = many('links', page_title)
PAGE = many('page', page_title)
PREFIX = many('prefix', page_title)
PETSCAN = many('petscan', whole_number(1), commas=True)
PAGEPILE = many('pagepile', whole_number(1), commas=True)
SPARQL = many('sparql', str)
GRAPH = one('graph', one_of('main', 'scholarly'), default='main')
WIKIS = many('wikis', host_pattern, commas=True)
SOURCES: tuple[Setting[Any], ...] = (BANNER, CATEGORY, LINKS, PAGE, PREFIX, PETSCAN, PAGEPILE, SPARQL)
# who contributed significantly
RULE = one('rule', one_of('plain', 'score'), default='plain')
SINCE: Setting[date | timedelta] = one('since', window, default=timedelta(days=5 * 365))
MINEDITS = one('minedits', whole_number(0), default=5)
MINPAGES = one('minpages', whole_number(0), default=3)
MINBYTES = one('minbytes', whole_number(0), default=2000)
NEED = one('need', one_of('any', 'all'), default='any')
MINSCORE = one('minscore', whole_number(0, 100), default=25)
# which wiki, and who must not be asked
WIKIOF = one('wikiof', one_of('topic', 'main', 'home'), default='topic')
FAIRSHARE = one('fairshare', whole_number(0, 100), default=10)
MAXWIKIS = one('maxwikis', whole_number(1), default=20)
KEEP = many('keep', home_title)
EXCLUDE = many('exclude', home_title)
ACTIVE = one('active', whole_number(1), default=365)
COOLDOWN = one('cooldown', whole_number(0), default=30)
# the delivery list
LIST = maybe('list', home_title)
PERLIST = one('perlist', whole_number(1), default=2000)
SIGNUPS = many('signups', home_title)
# the message and its delivery
MESSAGE = maybe('message', home_title)
FALLBACK = one('fallback', language, default='en')
WAVES: Setting[tuple[str, ...]] = one('waves', waves, default=('rest',))
NOTBEFORE = maybe('notbefore', day)
DELAY = one('delay', whole_number(0), default=0)
DAILYCAP = one('dailycap', whole_number(1), default=5000)
APPROVAL = flag('approval')
SUBSCRIBERS, FIRST_CONTACT, AGREED = 'subscribers', 'first contact', 'agreed'
CONSENT = maybe('consent', one_of(SUBSCRIBERS, FIRST_CONTACT, AGREED))
DISCUSSION = maybe('discussion', link)
TESTERS = maybe('testers', home_title)
FAILLIMIT = one('faillimit', whole_number(0, 100), default=10)
# what is measured, fixed before the first send
OUTCOME = one('outcome', one_of('signup', 'topicedit', 'anyedit'), default='signup')
OUTCOMEWINDOW = one('outcomewindow', whole_number(1, 365), default=30)
HOLDOUT = one('holdout', whole_number(0, 50), default=0)
HOLDOUTUNTIL = maybe('holdoutuntil', whole_number(1, 730))
CRITERIA = maybe('criteria', home_title)
STAFF = maybe('staff', home_title)
# records
PROMOTIONLOG = maybe('promotionlog', home_title)
PATTERN = maybe('pattern', home_title)
CHANNELS = maybe('channels', home_title)
KIND = many('kind', page_kind)
LIAISONS = maybe('liaisons', home_title)
TRANSLATEDPAGE = maybe('translatedpage', home_title)
LINK = maybe('link', link)
REGION = maybe('region', str)
AUDIENCE = maybe('audience', str)

SETTINGS: Mapping[str, Setting[Any]] = by_name(
    setting
    for setting in tuple(globals().values())
    if isinstance(setting, Setting) and setting not in (CAMPAIGN, UNDER)
)


def subpage(campaign: str, *parts: str) -> str:
    """Return the title of a page under the campaign page: `subpage('Outreach/X', 'stop')`."""
    return '/'.join((campaign, *parts))


def stop_pages(campaign: str | None, user: str) -> tuple[str, ...]:
    """Return the pages on which any text stops a run: the campaign's, if there is one, and the account's."""
    own = (f'User:{user}/stop',) if user else ()
    return (subpage(campaign, 'stop'), *own) if campaign else own


def parse(text: str, title: str) -> tuple[WrittenSetting, ...]:
    """Return the settings that the campaign template on a campaign page gives, each with its place.

    Raises BadInput with everything that is wrong with the template, or where it is missing.
    """
    return settingstemplate.parse(text, title, TEMPLATE, SETTINGS)


def read_settings(
    settings: Sequence[Setting[Any]],
    args: Sequence[str],
    read_page: Callable[[str], str | None],
    title_of: Callable[[str], str] = str,
    host: str = '',
) -> Given:
    """Return the settings of a script from its command line and from the campaign page named there.

    With `-under` the pages lie under that page, and no settings are read from it.
    `read_page` gives the text of a page of the campaign's wiki, None where there is no such page, and
    `title_of` a title as that wiki writes it: pages are told apart by their titles. `host` is that wiki.
    Raises BadInput with everything that is wrong on the command line and on the campaign page.
    """
    written, problems = from_command_line(args, settings)
    written = _as_titles(written, settings, host)
    page: tuple[WrittenSetting, ...] = ()
    for text in written:
        if text.name == CAMPAIGN.name:
            try:
                page = _of_campaign(page_title(text.value), text.place, read_page, host)
                if any(other.name == UNDER.name and UNDER in settings for other in written):
                    problems.append(Problem('-campaign -under', 'are two places for the pages; give one'))
            except BadInput as error:
                problems.extend(error.problems)
            except ValueError:
                continue  # resolve says the same with its place
    try:
        given = resolve(settings, written, page)
    except BadInput as error:
        problems.extend(error.problems)
    refuse(problems)
    values = dict(given.values)
    if UNDER in settings and values[UNDER.name]:
        values[CAMPAIGN.name] = values[UNDER.name]
    for setting in settings:
        value = values[setting.name]
        if setting.convert is home_title and value:
            values[setting.name] = tuple(map(title_of, value)) if setting.repeat else title_of(value)
    return Given(values, given.written)


def _as_titles(
    written: Sequence[WrittenSetting], settings: Sequence[Setting[Any]], host: str
) -> list[WrittenSetting]:
    """Return what was typed, with titles where addresses of pages were pasted."""
    titles = {one.name for one in settings if one.convert is home_title}
    return [replace(one, value=title_at(one.value, host)) if one.name in titles else one for one in written]


def title_at(text: str, host: str) -> str:
    """Return the title of a page of the wiki `host` whose address was pasted; any other text as it is.

    Source: https://www.mediawiki.org/wiki/Manual:$wgArticlePath, as on all wikis of Wikimedia.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return text
    ours = parts.scheme in ('http', 'https') and bool(host) and parts.hostname == host
    return unquote(parts.path.removeprefix(PATH)) if ours and parts.path.startswith(PATH) else text


def _of_campaign(
    title: str, place: str, read_page: Callable[[str], str | None], host: str
) -> tuple[WrittenSetting, ...]:
    """Read the campaign page that an option names; raise BadInput where there is none or it is wrong."""
    text = read_page(title)
    if text is None:
        raise BadInput([no_page(title, f'there is no such page on {host or "the wiki"}', place)])
    return parse(text, title)
