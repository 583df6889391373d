"""The plurals of English messages, as https://www.mediawiki.org/wiki/Manual:Pywikibot/i18n decides them."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLURAL = re.compile(r'\{\{PLURAL:%\((\w+)\)d\|([^|}]*)\|([^|}]*)\}\}')


def with_plurals(text: str, values: Mapping[str, object]) -> str:
    """Return an English message with the form of each of its plurals that fits the value."""
    return PLURAL.sub(lambda one: one[2] if values[one[1]] == 1 else one[3], text)
