"""Names of a file of people with a role behind a dash, such as `Example – translator`: the dash may belong to
the name, so that only the accounts can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from outreach.audience.peoplefile import PeopleFile, each_once
from outreach.names import normalize_user
from outreach.signuproles import SET_OFF, roles_in

# Returns those of the names that have an account; None where nobody can be asked about many.
Known = Callable[[Collection[str]], Collection[str] | None]


def without_roles(file: PeopleFile, known: Known) -> PeopleFile:
    """Return a file with names for what is a name and a role, where the accounts leave no doubt.

    So it is where neither the whole nor what follows the dash is the name of an account, and the rest is.
    """
    parted = {one.name: pair for one in file.people if (pair := _parted(one.name))}
    if not parted:
        return file
    there = known({*parted, *(name for pair in parted.values() for name in pair if name)})
    named = []
    for one in file.people:
        name, behind = parted.get(one.name, ('', ''))
        role = there is not None and name in there and not {one.name, behind} & set(there)
        named.append(replace(one, name=name) if role else one)
    people = each_once(named)
    return replace(file, people=people, again=file.again + len(named) - len(people))


def _parted(text: str) -> tuple[str, str] | None:
    """Return the name before a dash and what would be one behind it ('' for none); None without a role."""
    apart = SET_OFF.search(text)
    if not apart or not roles_in(text[apart.start() :]):
        return None
    try:
        name = normalize_user(text[: apart.start()])
    except ValueError:
        return None
    try:
        return name, normalize_user(text[apart.end() :])
    except ValueError:
        return name, ''
