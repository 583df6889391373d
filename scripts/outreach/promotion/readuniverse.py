"""Reading what a universe is made of, and what could be announced in it, from the wikis."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from outreach import phrases
from outreach.affiliates import lookup
from outreach.farm import Farm
from outreach.pagekinds import REPOSITORY, VILLAGE_PUMP
from outreach.problems import BadInput, Problem, no_page
from outreach.promotion import universe
from outreach.promotion.places import Wikis
from outreach.promotion.universe import AFFILIATES_PAGE, KINDS, Spot
from outreach.sends import message
from outreach.sends.message import Message
from outreach.sharedtable import fold
from outreach.wiki import Wiki
from outreach.words import did_you_mean

# the subpage of the log that holds the gaps of each kind of universe
SUBPAGE = {
    'wikipedias': 'Gaps',
    'languages': 'Gaps/Languages',
    'affiliates': 'Gaps/Affiliates',
    'channels': 'Gaps/Channels',
}


@dataclass(frozen=True)
class GapRequest:
    """A universe as asked for: its kind, and the page that lists it ('' where none is needed)."""

    kind: str
    page: str = ''


def asked(text: str) -> GapRequest:
    """Read what `-gaps:` takes: wikipedias, languages:PAGE, channels:PAGE, affiliates or affiliates:PAGE."""
    kind, _, page = (part.strip() for part in text.partition(':'))
    if kind not in KINDS or (bool(page) == (kind == 'wikipedias') and kind != 'affiliates'):
        forms = 'wikipedias, languages:PAGE, channels:PAGE, affiliates or affiliates:PAGE'
        raise ValueError(f'must be {forms}{"" if kind in KINDS else did_you_mean(kind, KINDS)}')
    return GapRequest(kind, page or (AFFILIATES_PAGE if kind == 'affiliates' else ''))


def spots(farm: Farm, wanted: GapRequest, weights_page: str, wikis: Wikis) -> list[Spot]:
    """Read a universe; raise BadInput where its page is missing or lists nothing.

    Without a page of weights every Wikipedia is asked for its active editors, one request each; a wiki
    that does not answer has no weight. Wikidata tells their village pumps, in one more request.
    """
    if wanted.kind == 'wikipedias':
        weights = (
            _weights(farm.home, weights_page)
            if weights_page
            else _active(farm, universe.wikipedias(farm.matrix, {}))
        )
        return universe.wikipedias(farm.matrix, weights, _pumps(farm))
    text = _text(farm.home, wanted.page)
    try:
        if wanted.kind == 'languages':
            found = universe.languages(universe.read_weights(text))
        elif wanted.kind == 'channels':
            found = universe.channels(text, wikis, _words_for_channel())
        else:
            found = _affiliates(farm.home, wanted.page, text)
    except ValueError as error:
        raise BadInput([Problem(wanted.page, str(error))]) from None
    if not found:
        raise BadInput([Problem(wanted.page, f'lists no {wanted.kind}')])
    return found


def _weights(home: Wiki, page: str) -> dict[str, int]:
    try:
        found = universe.read_weights(_text(home, page))
    except ValueError as error:
        raise BadInput([Problem(page, str(error))]) from None
    if not any(found.values()):
        raise BadInput([Problem(page, 'gives no language a number: write a line for each, as `* sv: 2,450`')])
    return found


def messages(home: Wiki, base: str, default: str, languages: Collection[str]) -> dict[str, Message]:
    """Read the message in those of the languages that it exists in; a broken page is as good as none."""
    titles = {f'{base}/{code}': code for code in sorted(languages)} | {base: default}
    found: dict[str, Message] = {}
    for title, page in home.read_many(titles).items():
        try:
            if page.revid:
                found.setdefault(titles[title], message.parse(page.text, title, titles[title]))
        except ValueError:
            continue
    return found


def _affiliates(home: Wiki, title: str, text: str) -> list[Spot]:
    """Return the affiliates with the pages to which their names lead."""
    names = [spot.label for spot in universe.affiliates(text, title, home.host, {}) if spot.place.page]
    return universe.affiliates(text, title, home.host, lookup.follow(home, names).found)


def _active(farm: Farm, found: Iterable[Spot]) -> Mapping[str, int]:
    """Ask Wikipedias for their numbers of active editors."""
    hosts = [spot.place.host for spot in found]
    answers = farm.each(
        hosts, lambda wiki: next(wiki.query(meta='siteinfo', siprop='statistics')), 'active editors'
    )
    return dict(universe.weights_of(answers.found.items()))


def _pumps(farm: Farm) -> dict[str, str]:
    """Return the titles of village pumps by database, none where no Wikidata tells them."""
    info = farm.by_dbname.get(REPOSITORY)
    asked = {'action': 'wbgetentities', 'props': 'sitelinks', 'ids': [VILLAGE_PUMP]}
    answers = farm.each([info.host] if info else [], lambda wiki: wiki.call(**asked), 'village pumps')
    replies = (one.get('entities', {}).get(VILLAGE_PUMP, {}) for one in answers.found.values())
    return {dbname: link['title'] for one in replies for dbname, link in one.get('sitelinks', {}).items()}


def _words_for_channel() -> frozenset[str]:
    """Return what the column of the channel is called in a directory, in all languages."""
    languages = phrases.of_script('map_channels').values()
    return frozenset(fold(one['column-channel']) for one in languages if 'column-channel' in one)


def _text(home: Wiki, title: str) -> str:
    page = home.read(title)
    if not page.revid:
        raise BadInput([no_page(title, f'there is no such page on {home.host}')])
    return page.text
