"""Names of a file of people with a role behind a dash, such as `Example – translator`: the dash may belong to
the name, so that only the accounts can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from outreach.audience.peoplefile import FileName, PeopleFile
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
    people: dict[str, FileName] = {}
    again = file.again
    for one in file.people:
        name, behind = parted.get(one.name, ('', ''))
        role = there is not None and name in there and not {one.name, behind} & set(there)
        person = replace(one, name=name) if role else one
        before = people.get(person.name)
        again += before is not None
        if before is None or (person.host and not before.host):
            people[person.name] = replace(person, line=before.line if before else person.line)
    return replace(file, people=tuple(people.values()), again=again)


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
