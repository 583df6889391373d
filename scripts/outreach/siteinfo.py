"""What a wiki says about itself: its namespaces, its prefixes, its months, asked in one place."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from outreach.farm import Farm
from outreach.names import Namespaces
from outreach.problems import WikiError
from outreach.timestamps import IN_ENGLISH, Months, months
from outreach.wiki import Wiki

NAMESPACES = 'general|namespaces|namespacealiases'
PREFIXES = 'interwikimap|specialpagealiases'
MONTHS = (
    'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october',
    'november', 'december',
)  # fmt: skip


# what a wiki said once holds for a run
_known: WeakKeyDictionary[Wiki, Namespaces] = WeakKeyDictionary()


def namespaces(wiki: Wiki, *, prefixes: bool = False) -> Namespaces:
    """Return what the namespaces of a wiki are called, with `prefixes` also those of other wikis.

    One request; without `prefixes` one for all times that a run asks.
    """
    if prefixes:
        return _asked(wiki, f'{NAMESPACES}|{PREFIXES}')
    if wiki not in _known:
        _known[wiki] = _asked(wiki, NAMESPACES)
    return _known[wiki]


def _asked(wiki: Wiki, parts: str) -> Namespaces:
    return Namespaces.from_siteinfo(wiki.call(action='query', meta='siteinfo', siprop=parts)['query'])


def looked_up(farm: Farm, failed: set[str]) -> Callable[[str], Namespaces | None]:
    """Return what looks up the namespaces and prefixes of a wiki by host, each asked once.

    None for a host that is no wiki of the farm; one that does not answer is put into `failed`.
    """
    known: dict[str, Namespaces | None] = {}

    def look(host: str) -> Namespaces | None:
        if host not in known:
            known[host] = None
            try:
                if host in farm.by_host:
                    known[host] = namespaces(farm.wiki(host), prefixes=True)
            except WikiError:
                failed.add(host)
        return known[host]

    return look


def month_names(wiki: Wiki) -> Months:
    """Return the months of a wiki by all names that time stamps there may have: one request, none in English.

    Source: the messages of core's Language::getMonthName, getMonthNameGen and getMonthAbbreviation.
    """
    if wiki.info.language == 'en':
        return IN_ENGLISH
    keys = {f'{month}{form}': number for form in ('', '-gen') for number, month in enumerate(MONTHS, 1)}
    keys |= {month[:3]: number for number, month in enumerate(MONTHS, 1)}
    keys['may_long'] = keys.pop('may')
    keys['may'] = 5
    reply = wiki.call(action='query', meta='allmessages', ammessages=list(keys), amlang=wiki.info.language)
    found = reply['query'].get('allmessages', ())
    names = [(one['content'], keys[one['name']]) for one in found if one.get('content')]
    return months(names) or IN_ENGLISH


def titles(wiki: Wiki) -> Callable[[str], str]:
    """Return what writes a title as the wiki does, `project:x_y` as `Meta:X y`; it asks once, if at all."""
    known: list[Namespaces] = []

    def title_of(title: str) -> str:
        if not known:
            known.append(namespaces(wiki))
        try:
            return known[0].local_title(title)
        except ValueError:
            return title

    return title_of


def titles_under(wiki: Wiki, prefix: str) -> list[str]:
    """Return the titles of all pages that begin with a title, redirects left out."""
    number, name = namespace_of(wiki, prefix)
    found: list[str] = []
    for reply in wiki.query(
        list='allpages', apprefix=name, apnamespace=number, apfilterredir='nonredirects', aplimit='max'
    ):
        found += [page['title'] for page in reply.get('allpages', ())]
    return found


def namespace_of(wiki: Wiki, title: str) -> tuple[int, str]:
    """Return the number of the namespace of a title, and the rest of the title."""
    return namespaces(wiki).split(title)
