"""By which settings the waves so far were planned: what a run without them changes, and how to repeat them.

Options that were typed for one wave stand nowhere but on its send pages.
"""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterator, Mapping, Sequence

from outreach import holdout
from outreach.campaign import APPROVAL, CONSENT, DISCUSSION, EXCLUDE, NOTBEFORE, SETTINGS, WAVES
from outreach.doubts import Doubt
from outreach.sends.inputs import RULES_OF_FOLLOWERS, RULES_OF_WAVES, Inputs
from outreach.sends.sendpage import CORRECTION, SendPage
from outreach.settings import Given

RULES = (*RULES_OF_FOLLOWERS, *RULES_OF_WAVES, *holdout.FIXED)
# what was typed for one wave holds for the next, whatever the campaign page says
ALWAYS = (WAVES.name, EXCLUDE.name)
NOTHING = '-'
OTHER = 'other-settings'
# without these nothing is sent, or they hold by themselves: whoever forgets them looses nothing
HARMLESS = {one.name for one in (APPROVAL, CONSENT, DISCUSSION, NOTBEFORE, *holdout.FIXED)}


def values(settings: str) -> dict[str, str]:
    """Return the values of settings in words, as send pages keep them, by the name of the setting."""
    pairs = (part.partition(' = ') for part in settings.split('; '))
    return {name: value for name, equals, value in pairs if equals}


def newest(pages: Sequence[SendPage]) -> SendPage | None:
    """Return the page of the last wave that went out, else of the last test; None where nothing did."""
    out = [page for page in pages if page.state.taken and page.kind != CORRECTION and not page.follows]
    main = [page for page in out if not page.is_test]
    return main[-1] if main else out[-1] if out else None


def doubts(stand: Inputs, pages: Sequence[SendPage], given: Given) -> list[Doubt]:
    """Return what is doubtful about these pages: they are planned by other settings than the wave before.

    Other waves always are; of all else what nobody has given any more.
    """
    last = newest(stand.pages)
    if last is None or all(page.kind or page.follows for page in pages):
        return []
    changed = changed_since(last, stand.campaign.settings, given)
    if not changed:
        return []
    again = repeated(values(last.settings), values(stand.campaign.settings))
    text = f'was planned by other settings: {", ".join(changed)}; to go on as before: {again}'
    return [Doubt(OTHER, last.title, text)]


def changed_since(last: SendPage, settings: str, given: Given) -> list[str]:
    """Return what is otherwise by these settings than for the last wave, and nobody has given."""
    before, now = values(last.settings), values(settings)
    return [
        f'{name} = {before[name]} is now {name} = {now[name]}'
        for name in (() if last.is_test else now)
        if before.get(name, now[name]) != now[name]
        and (name == WAVES.name or not (name in HARMLESS or SETTINGS[name] in given))
    ]


def number_of_waves(pages: Sequence[SendPage], given: Given) -> int:
    """Return how many waves there are: as typed, else as the last was planned, else by the campaign page."""
    last = newest(pages)
    planned = values(last.settings).get(WAVES.name) if last else None
    typed = WAVES in given and given.place(WAVES).startswith('-')
    return len(given[WAVES]) if typed or not planned else len(planned.split(', '))


def repeated(before: Mapping[str, str], now: Mapping[str, str], stated: Container[str] = ()) -> str:
    """Return the options that make the settings of a run those of an earlier one, '' where they are so.

    Those whose names are `stated` are on the campaign page now: what its organizers decided since holds.
    """
    kept = {name: value for name, value in before.items() if name in ALWAYS or name not in stated}
    return ' '.join(shlex.quote(one) for one in _options(kept, now))


def _options(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for rule in RULES:
        value = before.get(rule.name, NOTHING)
        if value in (NOTHING, now.get(rule.name)) or (rule.flag and value != 'yes'):
            continue
        if rule is EXCLUDE:
            known = now.get(rule.name, '').split(', ')
            yield from (f'-{rule.name}:{one}' for one in value.split(', ') if one not in known)
        elif rule.flag:
            yield f'-{rule.name}'
        else:
            yield f'-{rule.name}:{value.replace(", ", ",") if rule is WAVES else value}'


def advice(line: str, option: str, more: str) -> str:
    """Return a line of advice in which the next send repeats the options of the last one.

    `option` is that by which a command finds the campaign, `more` are those to repeat.
    """
    command = f'pwb send_message {option}'
    return line.replace(command, f'{command} {more}') if more else line
