"""Candidates whose accounts were renamed: they go on under the new name, unless that is nobody's business."""

from __future__ import annotations

from dataclasses import replace

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
        one.moved_to = new
        one.drop(Exclusion.SAME_PERSON, f'is {new} now')
        return False
    del candidates[one.name]
    one.was, one.name = one.was or one.name, new
    candidates[new] = one
    return True


def hide(candidates: dict[str, Candidate]) -> None:
    """Take the new names of people whose accounts turned out to be nobody's out of all that is said of them.

    Who went on under such a name keeps the old one.
    """
    for one in list(candidates.values()):
        now = candidates.get(one.moved_to or '', one)
        if not (now.person and now.person.gone) or (now is one and not one.was):
            continue
        if now is one:
            del candidates[one.name]
            one.name = one.was
            candidates[one.was] = one
        one.notes.clear()
        one.talk = {host: replace(page, moved_to=None) for host, page in one.talk.items()}
        one.exclusion = None
        one.drop(Exclusion.LOCKED, GONE)
