"""Which campaigns an operator has accepted: within which limits, and what may be done without asking.

They stand in `user-config.py` (`_outreach_campaigns = [{'page': 'Outreach/X'}]`), or on a page of JSON of the
operator's account, where nobody else but administrators can edit
(https://www.mediawiki.org/wiki/Manual:User_rights, `edituserjson`):
`{"campaigns": [{"page": "Outreach/X", "unasked": ["list", "send"], "limits": {"dailycap": 500}}]}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from outreach.campaign import APPROVAL, COOLDOWN, DAILYCAP, DELAY, FAILLIMIT
from outreach.doubts import doubt_code
from outreach.problems import BadInput, Problem, refuse
from outreach.safety import STRICTNESS
from outreach.sends.preconditions import COMPLAINTS_SEEN
from outreach.settings import Given, Setting, by_name, home_title


class Work(Enum):
    """A kind of work that may be done without asking: what is not named waits for the operator to type it."""

    LIST = 'list'
    TEST = 'test'
    PLAN = 'plan'
    SEND = 'send'  # without an approval, where the campaign asks for none
    CHECK = 'check'
    RECORD = 'record'


# a send is nothing that happens unasked, if nobody says so
UNASKED = frozenset(Work) - {Work.SEND}
LIMITS: Mapping[str, Setting[int]] = by_name((DAILYCAP, COOLDOWN, FAILLIMIT, DELAY))
# which limits each script takes
TAKES: Mapping[str, tuple[Setting[Any], ...]] = {
    'build_targets': (COOLDOWN,),
    'check_delivery': (COOLDOWN, APPROVAL),
    'send_message': (DAILYCAP, COOLDOWN, FAILLIMIT, DELAY, APPROVAL, COMPLAINTS_SEEN),
}


@dataclass(frozen=True)
class Accepted:
    """One campaign that is run unattended.

    `limits` are settings that hold where the campaign page has looser ones, `accept` the codes of doubts
    that are passed, `gaps` what log_promotion is asked for (`wikipedias`), `complaints` how many opt-outs and
    complaints the operator has looked at.
    """

    page: str
    unasked: frozenset[Work] = UNASKED
    limits: tuple[tuple[str, int], ...] = ()
    accept: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    complaints: int = 0

    def held(self, given: Given) -> Given:
        """Return the settings of the campaign page within the limits: of two values the stricter one."""
        return Given({**given.values, **self._stricter(given)}, given.written)

    def options(self, given: Given, script: str) -> tuple[str, ...]:
        """Return the options by which a script keeps to the limits; `given` are the page's own settings."""
        stricter = self._stricter(given)
        found = []
        for setting in TAKES.get(script, ()):
            if setting.name in stricter:
                found.append(
                    f'-{setting.name}' if setting.flag else f'-{setting.name}:{stricter[setting.name]}'
                )
        return tuple(found)

    def _stricter(self, given: Given) -> dict[str, Any]:
        """Return what is stricter here than in the settings of a campaign page, by name."""
        found: dict[str, Any] = {}
        for name, value in self.limits:
            strictness = STRICTNESS[LIMITS[name]]
            if strictness(value) > strictness(given[LIMITS[name]]):
                found[name] = value
        if Work.SEND not in self.unasked and not given[APPROVAL]:
            found[APPROVAL.name] = True
        if self.complaints:
            found[COMPLAINTS_SEEN.name] = self.complaints
        return found


def from_json(text: str, title: str) -> tuple[Accepted, ...]:
    """Read a page of JSON; raise BadInput with everything that is wrong with it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput([Problem(title, f'is no JSON: {error}')]) from None
    if not isinstance(data, dict) or set(data) != {'campaigns'}:
        raise BadInput([Problem(title, 'must be {"campaigns": […]}')])
    return read(data['campaigns'], title)


def read(data: object, place: str) -> tuple[Accepted, ...]:
    """Read a list of campaigns, each a mapping; raise BadInput with everything that is wrong with it."""
    if not isinstance(data, list | tuple):
        raise BadInput([Problem(place, "must be a list of campaigns, such as [{'page': 'Outreach/X'}]")])
    problems: list[Problem] = []
    found: dict[str, Accepted] = {}
    for number, one in enumerate(data, 1):
        where = f'{place}, campaign {number}'
        if not isinstance(one, dict) or not isinstance(one.get('page'), str):
            problems.append(Problem(where, 'must name its page'))
            continue
        where = f'{where} ({one["page"]})'
        fields = {name: one[name] for name in one if name != 'page'}
        try:
            page = home_title(one['page'])
        except ValueError as error:
            problems.append(Problem(where, str(error)))
            continue
        if page in found:
            problems.append(Problem(where, 'stands there twice'))
        values = dict(_values(fields, where, problems))
        found[page] = Accepted(page, **values)
    refuse(problems)
    return tuple(found.values())


def together(of_operator: Iterable[Accepted], of_page: Iterable[Accepted]) -> tuple[Accepted, ...]:
    """Return all campaigns; what stands in `user-config.py` wins over the page."""
    found = {one.page: one for one in of_page} | {one.page: one for one in of_operator}
    return tuple(found[page] for page in sorted(found))


def _values(
    fields: Mapping[object, object], where: str, problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    """Return the fields of a campaign as they are kept; what is wrong with them goes to `problems`."""
    for name, value in fields.items():
        if name not in READERS:
            problems.append(Problem(where, f'{name!r} is unknown; known are {", ".join(READERS)}'))
            continue
        try:
            yield str(name), READERS[str(name)](value)
        except (TypeError, ValueError) as error:
            problems.append(Problem(where, f'{name}: {error}'))


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError('must be a list of texts')
    return tuple(value)


def _unasked(value: object) -> frozenset[Work]:
    known = {work.value for work in Work}
    unknown = [one for one in _texts(value) if one not in known]
    if unknown:
        raise ValueError(f'{unknown[0]!r} is no work; known are {", ".join(sorted(known))}')
    return frozenset(map(Work, _texts(value)))


def _limits(value: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, dict):
        raise TypeError('must name settings with their values')
    unknown = sorted(str(name) for name in value if name not in LIMITS)
    if unknown:
        raise ValueError(f'{unknown[0]!r} is no limit; known are {", ".join(LIMITS)}')
    return tuple((name, LIMITS[name].convert(str(value[name]))) for name in sorted(value))


def _complaints(value: object) -> int:
    number: int = COMPLAINTS_SEEN.convert(str(value))
    return number


READERS: Mapping[str, Callable[[object], Any]] = {
    'unasked': _unasked,
    'limits': _limits,
    'accept': lambda value: tuple(map(doubt_code, _texts(value))),
    'gaps': _texts,
    'complaints': _complaints,
}
