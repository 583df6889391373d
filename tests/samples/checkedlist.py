"""What is known about the wikis of a list that is checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from outreach.audience.people import Block
from outreach.checks.facts import Facts, Landing, WikiRules
from outreach.lists.deliverylist import DeliveryList
from outreach.lists.entries import Target, TitleResolver
from outreach.names import CANONICAL, ENGLISH, Namespaces

HOME, SV, EN, DE = 'meta.x.org', 'sv.x.org', 'en.x.org', 'de.x.org'
PREFIXED = Namespaces(CANONICAL, CANONICAL, ENGLISH.names, frozenset(), {'sv': SV})
TARGET = '{{{{target|user={}|site={}}}}}'.format


def standing(
    listed: DeliveryList,
    *,
    without: Collection[str] = (),
    landings: Mapping[str, Landing] | None = None,
    blocks: Mapping[str, Block] | None = None,
    edits: Mapping[tuple[str, str], int] | None = None,
    central: Mapping[str, int] | None = None,
    **more: Any,
) -> Facts:
    """Wikis that know everything on the list, where everybody has an account but those named."""
    rules = {
        HOME: WikiRules(PREFIXED, main_allowed=True),
        **{host: WikiRules(ENGLISH) for host in (SV, EN, DE)},
    }
    places = TitleResolver({host: rule.namespaces for host, rule in rules.items()})
    known = [one for entry in listed.entries for one in (entry.target, entry.reading.taken) if one]
    asked = {places.of(target): Landing(places.of(target).page) for target in known}
    asked |= {
        place: landing for place in asked for page, landing in (landings or {}).items() if page == place.page
    }
    people = {(place.host, places.person(place) or '') for place in asked}
    people |= {
        (place.host, places.person(Target(place.host, one.title)) or '') for place, one in asked.items()
    }
    renamed = more.get('renamed', {})
    people |= {(host, renamed[name]) for host, name in set(people) if name in renamed}
    return Facts(
        home_host=HOME,
        hosts=frozenset(rules),
        rules=rules,
        landings=asked,
        blocks={key: (blocks or {}).get(key[1], Block.NONE) for key in people if key[1] not in without},
        edits=edits or {},
        central=central or {},
        **more,
    )


ANNA = TARGET('Anna', SV)
