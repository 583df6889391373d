"""Candidates whose accounts were renamed: they go on under the new name, unless that is nobody's business."""

from __future__ import annotations

from outreach.audience.candidate import Candidate
from outreach.audience.people import Exclusion
from outreach.names import is_vanished

GONE = 'the person left, and the account has another name'


def follow(candidates: dict[str, Candidate], one: Candidate, new: str) -> bool:
    """Let somebody go on under the new name; what was done under both counts together, once.

    False where nobody goes on: the name says that the person left, or is a candidate already.
    """
    if is_vanished(new):
        one.drop(Exclusion.LOCKED, GONE)
        return False
    one.notes.append(f'renamed to {new}')
    twin = candidates.get(new)
    if twin is not None:
        twin.contributions = sorted({*twin.contributions, *one.contributions})
        one.drop(Exclusion.SAME_PERSON, f'is {new} now')
        return False
    del candidates[one.name]
    one.name = new
    candidates[new] = one
    return True


def hide(candidates: dict[str, Candidate], one: Candidate, old: str, new: str) -> None:
    """Keep the old name of somebody whose account was locked under the new one."""
    now = candidates.get(new)
    if now is None or now.person is None or not now.person.locked:
        return
    if now is one:
        del candidates[new]
        one.name = old
        candidates[old] = one
    one.notes.clear()
    one.exclusion = None
    one.drop(Exclusion.LOCKED, GONE)
