"""`scripts.ini`: Pywikibot's file of options, a section for each script, in the folder where it is started.

Source: pywikibot.bot.ConfigParserBot, https://www.mediawiki.org/wiki/Manual:Pywikibot/scripts.ini. What is
typed wins, as there. Only what may stand on a campaign page counts, and which page that is: a file holds for
runs that nobody thought of when it was written, so what consents, or does something once, is typed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from configparser import ConfigParser, Error, SectionProxy
from contextlib import suppress
from pathlib import Path
from typing import Any

from outreach.campaign import CONSENT, DISCUSSION, SETTINGS
from outreach.problems import BadInput, Problem, refuse
from outreach.settings import CAMPAIGN, LANGUAGE, REPLICA, SUMMARY, UNDER, Setting, by_name
from outreach.terminal import tell
from outreach.words import did_you_mean

FILE = 'scripts.ini'
HERE = f'{FILE} of this folder'
ALLOWED = (SETTINGS.keys() - {CONSENT.name, DISCUSSION.name}) | {
    one.name for one in (CAMPAIGN, UNDER, LANGUAGE, REPLICA, SUMMARY)
}
TYPED_ONLY = 'does not count from a file, for it consents or is for one run: type -'
PAGES = (CAMPAIGN.name, UNDER.name)


def with_file(
    script: str, settings: Sequence[Setting[Any]], typed: Sequence[str], folder: Path = Path()
) -> list[str]:
    """Return the arguments of a run, those of the section of the script before what was typed.

    Says which those are. `folder` is that of `user-config.py`: a file there does not count, which is said.
    Raises BadInput with all that is wrong in the section, by its key.
    """
    try:
        text = Path(FILE).read_text(encoding='utf-8-sig')
    except FileNotFoundError:
        _tell_of_another(script, folder / FILE)
        return [*typed]
    except (OSError, ValueError) as error:
        raise BadInput([Problem(FILE, f'cannot be read ({error})')]) from None
    arguments, campaign = arguments_in(text, script, settings, typed)
    if campaign:
        tell(f'{HERE}, [{script}]: is for {campaign} and does not count here.')
    elif arguments:
        tell(f'{HERE}, [{script}]: {" ".join(arguments)}')
    return [*arguments, *typed]


def _tell_of_another(script: str, path: Path) -> None:
    """Say that a file beside `user-config.py` does not count, where it has a section for the script."""
    with suppress(OSError, ValueError, BadInput):
        if _section(path.read_text(encoding='utf-8-sig'), script) is not None:
            tell(f'{path} does not count: only one in the folder where the script is started does.')


def arguments_in(
    text: str, script: str, settings: Sequence[Setting[Any]], typed: Sequence[str]
) -> tuple[list[str], str]:
    """Return what the section of a script says that was not typed, as arguments.

    Where other pages were typed than those that the section is for nothing of it counts: returned is then
    which those are. Raises BadInput with everything that is wrong in the section.
    """
    section = _section(text, script)
    if section is None:
        return [], ''
    known, problems = by_name(settings), list[Problem]()
    found = {key: _values(key, section, known, script, problems) for key in section}
    refuse(problems)
    given = _typed(typed)
    if any(page in given for page in PAGES):
        theirs = [(key, found.pop(key)[0]) for key in PAGES if found.get(key)]
        if any(_title(given.get(key, '')) != _title(value) for key, value in theirs):
            return [], theirs[0][1]
    written = [(key, value) for key, values in found.items() if key not in given for value in values]
    return [f'-{key}' if known[key].flag else f'-{key}:{value}' for key, value in written], ''


def _typed(typed: Collection[str]) -> dict[str, str]:
    """Return the typed options with their values."""
    pairs = (one.removeprefix('-').partition(':') for one in typed)
    return {name: value for name, _, value in pairs}


def _title(text: str) -> str:
    return ' '.join(text.replace('_', ' ').split())


def _section(text: str, script: str) -> SectionProxy | None:
    """Return the section of a script; None where there is none. A per cent sign stands for itself."""
    parser = ConfigParser(inline_comment_prefixes=[';'], interpolation=None)
    try:
        parser.read_string(text, FILE)
    except Error as error:
        raise BadInput([Problem(FILE, ' '.join(str(error).split()))]) from None
    return parser[script] if parser.has_section(script) else None


def _values(
    key: str,
    section: SectionProxy,
    known: Mapping[str, Setting[Any]],
    script: str,
    problems: list[Problem],
) -> list[str]:
    """Return the values of a key, each on a line of its own; what is wrong goes to the problems."""
    place = f'{FILE}, [{script}] {key}'
    if key not in known and key in section.parser.defaults():
        return []  # of all sections: it is for other scripts
    if key == 'simulate' or (key in known and key not in ALLOWED):
        problems.append(Problem(place, f'{TYPED_ONLY}{key}'))
        return []
    if key not in known:
        meant = did_you_mean(key, known.keys() & ALLOWED)
        problems.append(Problem(place, f'is no option of this script{meant}'))
        return []
    setting, text = known[key], section[key] or ''
    try:
        if setting.flag:
            return [''] if section.getboolean(key) else []
        values = [line.strip() for line in text.split('\n') if line.strip()]
        if not values or (len(values) > 1 and not setting.repeat):
            raise ValueError('must be one value' if values else 'needs a value')
        for value in values:
            for one in value.split(',') if setting.commas else [value]:
                setting.convert(one.strip())
    except ValueError as error:
        problems.append(Problem(place, f'{text!r} {error}'))
        return []
    return values
