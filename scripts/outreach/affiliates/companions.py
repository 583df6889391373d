"""What stands beside the registry: reports with the languages of affiliates, and two further lists of names.

The languages come from `Module:Activities Reports`, which the portal's writer can break by itself (an
apostrophe in a list); then languages are unknown, and nothing else. The lists of names were made apart from
the registry, so they show entries that were lost there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach import wikicode
from outreach.affiliates import luadata
from outreach.affiliates.luadata import LuaTable
from outreach.affiliates.registry import Affiliate, day, fold
from outreach.names import LANGUAGE_CODE
from outreach.problems import BadInput, Problem
from outreach.visibletext import COMMENT

REPORTS = 'Module:Activities Reports'
NAMES = 'Wikimedia Affiliates Data Portal/MRL/List Of All Wikimedia Affiliates'
SHOWN = (
    'Template:Wikimedia movement affiliates/Wikimedia chapters',
    'Template:Wikimedia movement affiliates/Wikimedia thematic organizations',
    'Template:Wikimedia movement affiliates/Wikimedia user groups',
)
LISTING = 'Affiliates/listing-logo'
# The codes of some wikis are not those of their languages:
# https://meta.wikimedia.org/wiki/Special_language_codes
LANGUAGE_OF_WIKI: Mapping[str, str] = {
    'als': 'gsw', 'bat-smg': 'sgs', 'be-x-old': 'be-tarask', 'bh': 'bho', 'cbk-zam': 'cbk', 'eml': 'egl',
    'fiu-vro': 'vro', 'map-bms': 'jv-x-bms', 'mo': 'ro', 'no': 'nb', 'nrm': 'nrf', 'roa-rup': 'rup',
    'roa-tara': 'roa-x-tara', 'simple': 'en', 'zh-classical': 'lzh', 'zh-min-nan': 'nan', 'zh-yue': 'yue',
}  # fmt: skip
HIDDEN = re.compile(rf'{COMMENT.pattern}|</?translate>|<tvar[^<>]*>|</tvar>')


@dataclass(frozen=True)
class Names:
    """A list of affiliates made apart from the registry: their names and codes, folded."""

    title: str
    names: frozenset[str]

    def has(self, one: Affiliate) -> bool:
        """Return whether it lists an affiliate."""
        return fold(one.name) in self.names or bool(one.code and fold(one.code) in self.names)


def languages(text: str) -> dict[str, tuple[str, ...]]:
    """Return the language codes of affiliates by folded name, each from its latest report that has some.

    Raises LuaError where the module cannot be read.
    """
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for report in luadata.read(text).items:
        name = report.get('group_name') if isinstance(report, LuaTable) else None
        if not isinstance(report, LuaTable) or not isinstance(name, str):
            continue
        codes = _codes(report.get('languages_supported_by_affiliate'))
        ended = day(str(report.get('end_date') or ''))
        when = ended.isoformat() if ended else ''
        if codes and when >= found.get(fold(name), ('', ()))[0]:
            found[fold(name)] = (when, codes)
    return {name: codes for name, (_, codes) in found.items()}


def _codes(value: object) -> tuple[str, ...]:
    """Read `Belarusian (old)~be-x-old` and the like."""
    items = value.items if isinstance(value, LuaTable) else ()
    codes = (
        item.rpartition('~')[2].strip().lower() for item in items if isinstance(item, str) and '~' in item
    )
    return tuple(
        dict.fromkeys(LANGUAGE_OF_WIKI.get(code, code) for code in codes if LANGUAGE_CODE.fullmatch(code))
    )


def listed_names(text: str, title: str = NAMES) -> Names:
    """Read the list of all recognised affiliates: names with a comma and a line break between them."""
    lines = (line.strip().rstrip(',').strip('*# ') for line in HIDDEN.sub('', text).split('\n'))
    return Names(title, frozenset(fold(line) for line in lines if line and line[0] not in '{|<='))


def shown_names(texts: Mapping[str, str]) -> Names:
    """Read the lists that Meta shows: names, codes and pages in calls of one template.

    Raises BadInput for a list that cannot be parsed.
    """
    found: set[str] = set()
    for title, text in texts.items():
        for call in _calls(text, title):
            if str(call.name).strip().replace('_', ' ') == LISTING:
                given = {str(one.name).strip(): HIDDEN.sub('', str(one.value)).strip() for one in call.params}
                found |= {fold(given[key]) for key in ('name', 'code', 'page') if given.get(key)}
    return Names(', '.join(texts), frozenset(found))


def _calls(text: str, title: str) -> Iterable[Any]:
    try:
        return wikicode.parse(text).filter_templates()
    except wikicode.TooMuch as error:
        raise BadInput([Problem(title, str(error))]) from None


def not_listed(recognised: Iterable[Affiliate], names: Names) -> tuple[Affiliate, ...]:
    """Return the recognised affiliates that a list leaves out; an empty list says nothing about anybody."""
    return tuple(one for one in recognised if not names.has(one)) if names.names else ()


def not_recognised(recognised: Iterable[Affiliate], names: Names) -> tuple[str, ...]:
    """Return what a list of names has and the registry does not have as recognised, folded."""
    known = {key for one in recognised for key in (fold(one.name), fold(one.code))}
    return tuple(sorted(names.names - known))
