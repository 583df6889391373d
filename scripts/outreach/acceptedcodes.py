"""Which doubts the operator of this machine accepts beforehand: `_outreach_accept` in `user-config.py`."""

from __future__ import annotations

from collections.abc import Iterable

from outreach import wiki
from outreach.doubts import doubt_code
from outreach.problems import BadInput, Problem


def accepted_by_operator() -> Iterable[str]:
    """Return the codes of doubts that `_outreach_accept` in `user-config.py` accepts."""
    codes = wiki.configured('accept') or ()
    try:
        return [doubt_code(code) for code in codes]
    except (AttributeError, TypeError, ValueError) as error:
        place = '_outreach_accept in user-config.py'
        raise BadInput([Problem(place, f'must be a list of codes: {error}')]) from None
