"""The words that our scripts write on wikis, in all languages: to read pages made in any of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from outreach.problems import Problem

# the words of a script in one language: `say('summary', count=3)`
Say = Callable[..., str]

FOLDER = Path(__file__).parent / 'i18n'


def of_script(script: str) -> dict[str, dict[str, str]]:
    """Return the messages of a script by language and key, without the documentation (qqq)."""
    languages: dict[str, dict[str, str]] = {}
    for path in sorted((FOLDER / script).glob('*.json')):
        if path.stem != 'qqq':
            messages = json.loads(path.read_text(encoding='utf-8'))
            languages[path.stem] = {
                key.removeprefix(f'{script}-'): text for key, text in messages.items() if key[0] != '@'
            }
    return languages


def check_language(script: str, place: str, language: str | None) -> list[Problem]:
    """Return what is wrong with a language to write in: a script may have no words in it. None is right."""
    known = of_script(script)
    if language is None or language in known:
        return []
    return [Problem(place, f'there are words in these languages: {", ".join(known)}')]


def framed(text: str, language: str, direction: str) -> str:
    """Return the text of a new page marked with its language and direction (ltr or rtl)."""
    return f'<div lang="{language}" dir="{direction}" class="mw-content-{direction}">\n{text}\n</div>'
