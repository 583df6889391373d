"""Settings that protect people: a campaign page may make them stricter, never looser.

Anybody can edit a campaign page. A looser value counts only if a trusted account wrote it, by the
page's history, or if the campaign's sends need an approval, which then covers it. What a trusted account
wrote holds also where somebody else removed it. The command line comes first, as always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from outreach import settingstemplate
from outreach.campaign import (
    APPROVAL,
    COOLDOWN,
    DAILYCAP,
    DELAY,
    EXCLUDE,
    FAILLIMIT,
    NOTBEFORE,
    SETTINGS,
    TEMPLATE,
    TESTERS,
)
from outreach.settings import Given, Setting
from outreach.trust import Authorship, Trust, read_authorship

# the greater, the stricter
STRICTNESS: Mapping[Setting[Any], Callable[[Any], Any]] = {
    APPROVAL: bool,
    DAILYCAP: lambda messages: -messages,
    COOLDOWN: int,
    FAILLIMIT: lambda per_cent: -per_cent,
    DELAY: int,
    NOTBEFORE: lambda day: day.toordinal() if day else 0,
    TESTERS: bool,
}
Pair = tuple[str, str]


@dataclass(frozen=True)
class SafeSettings:
    """The settings that count; `told`: which values of the page do not, `doubts`: what nobody vouches for."""

    given: Given
    told: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def read(trust: Trust, given: Given, title: str, settings: Sequence[Setting[Any]]) -> SafeSettings:
    """Return the settings of a run that count, by the history of its campaign page: about two requests."""
    return hold(given, authors(trust, title), trust, settings)


def authors(trust: Trust, title: str) -> Authorship[Pair]:
    """Return who put which (name, value) on a campaign page, by its history: about two requests."""
    return read_authorship(
        trust.wiki, title, lambda one: settingstemplate.pairs(one.text or '', TEMPLATE, SETTINGS), trust
    )


def hold(
    given: Given,
    known: Authorship[Pair],
    trust: Trust,
    settings: Sequence[Setting[Any]],
    *,
    approved: bool = False,
) -> SafeSettings:
    """Return the settings that count, in whatever order they come.

    `known` tells who put which (name, value) on the campaign page, `approved` that the sends need an
    approval whatever that page says.
    """
    trusted = {pair for pair in known.acts if known.vouched(pair, trust)}
    of_page = [one for one in settings if not given.place(one).startswith('-') or one not in given]
    values, told = dict(given.values), []
    # the approval comes first: it covers others
    for setting in sorted(of_page, key=lambda one: one is not APPROVAL):
        meant = list(_converted(setting, [value for name, value in sorted(trusted) if name == setting.name]))
        now = given[setting]
        if setting is EXCLUDE:
            values[setting.name] = tuple(dict.fromkeys([*now, *meant]))
        elif setting in STRICTNESS:
            strictness = STRICTNESS[setting]
            held = max(meant or [setting.default], key=strictness)
            by = _author(setting, known, trust)
            needed = approved or values.get(APPROVAL.name)
            covered = needed and setting is not APPROVAL and not meant
            looser = strictness(now) < strictness(held)
            # another page of testers is not stricter: who put it there may have named their own
            if by and not covered and (looser or (setting is TESTERS and meant and now not in meant)):
                values[setting.name] = held
                told.append(f'{setting.name} = {now} by {by} is looser than {held}, which holds')
    return SafeSettings(Given(values, given.written), tuple(told), tuple(_doubts(of_page, known, trust)))


def _converted(setting: Setting[Any], values: Sequence[str]) -> Iterator[Any]:
    for value in values:
        with suppress(ValueError):  # what once stood there need not have made sense
            yield setting.convert(value)


def _author(setting: Setting[Any], known: Authorship[Pair], trust: Trust) -> str:
    """Return who, without being trusted, set or removed a setting on the page; '' if nobody.

    What a trusted account has put there since, as it stands, is its last word.
    """
    if _written_by_us(setting, known, trust):
        return ''
    users = [
        user or 'somebody hidden'
        for pairs in (known.put, known.off)
        for (name, _value), user in sorted(pairs.items())
        if name == setting.name and user not in trust
    ]
    return users[0] if users else ''


def _written_by_us(setting: Setting[Any], known: Authorship[Pair], trust: Trust) -> bool:
    """Return whether a setting stands on the page as a trusted account put it there."""
    return any(name == setting.name and user in trust for (name, _value), user in known.put.items())


def _doubts(settings: Sequence[Setting[Any]], known: Authorship[Pair], trust: Trust) -> list[str]:
    """Return which settings rest on an edit of somebody whom we do not trust."""
    by_user: dict[str, list[str]] = {}
    for setting in settings:
        put = [
            user
            for (name, value), user in known.put.items()
            if name == setting.name and not known.vouched((name, value), trust)
        ]
        off = [
            user
            for (name, value), user in known.off.items()
            if name == setting.name and known.vouched((name, value), trust)
        ]
        if _written_by_us(setting, known, trust) and setting is not EXCLUDE:
            off = []
        for user in {*put, *off}:
            by_user.setdefault(user or 'somebody hidden', []).append(setting.name)
    return [f'settings by {user}: {", ".join(sorted(names))}' for user, names in sorted(by_user.items())]


def is_about(doubt: str, setting: Setting[Any]) -> bool:
    """Return whether a doubt, as `hold` returns them, is about this setting."""
    return setting.name in doubt.rpartition(': ')[2].split(', ')


def whose(doubt: str) -> str:
    """Return the account whose edit a doubt, as `hold` returns them, is about; `somebody hidden` for none."""
    return doubt.removeprefix('settings by ').rpartition(': ')[0]
