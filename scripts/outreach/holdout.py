"""The hold-out of a campaign: some people are asked later, so that it can be told what asking did.

Who they are is drawn by a hash of the campaign and the person's central id: anybody can draw it again,
nobody can steer it, and a person stays in the same group whatever they are called and wherever they read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach.campaign import HOLDOUT, HOLDOUTUNTIL, OUTCOME, OUTCOMEWINDOW, SIGNUPS, SOURCES
from outreach.problems import Problem
from outreach.settings import Given, Setting
from outreach.words import counted

# a week between the end of the window and the day on which those held out are asked
AFTERWARDS = 7
FIXED = (OUTCOME, OUTCOMEWINDOW, HOLDOUT, HOLDOUTUNTIL)
# an outcome is counted from what one of these settings names; edits to a whole wiki need none
COUNTED_FROM: Mapping[str, tuple[Setting[Any], ...]] = {'signup': (SIGNUPS,), 'topicedit': SOURCES}
LACKING = {
    'signup': 'is signup, but signups names no page on which people sign up',
    'topicedit': 'is topicedit, but no source says what the topic is',
}
REMEDY = 'name that on the campaign page, set outcome to another one, or leave holdout out'
WORDS = re.compile(
    r'(?:^|; )(outcome = ([a-z]+); outcomewindow = (\d+); holdout = (\d+); holdoutuntil = (\d+))(?:;|$)'
)


@dataclass(frozen=True)
class Design:
    """What is measured, fixed before the first send: the outcome, within how many days of the wave, how many
    per cent are held out, and how many days after their wave they are asked themselves.
    """

    outcome: str = OUTCOME.default
    window: int = OUTCOMEWINDOW.default
    share: int = 0
    until: int = OUTCOMEWINDOW.default + AFTERWARDS

    @property
    def words(self) -> str:
        """Return it as it stands among the settings of a plan, which its hash covers."""
        return (
            f'{OUTCOME.name} = {self.outcome}; {OUTCOMEWINDOW.name} = {self.window}; '
            f'{HOLDOUT.name} = {self.share}; {HOLDOUTUNTIL.name} = {self.until}'
        )


def of(given: Given) -> Design | None:
    """Return what settings fix; None where none of them is given."""
    if not any(setting in given for setting in FIXED):
        return None
    window, until = given[OUTCOMEWINDOW], given[HOLDOUTUNTIL]
    return Design(given[OUTCOME], window, given[HOLDOUT], window + AFTERWARDS if until is None else until)


def in_settings(settings: str) -> Design | None:
    """Return what the settings of a plan, in words, fixed; None where they fixed nothing."""
    found = WORDS.search(settings)
    if found is None:
        return None
    window, share, until = (int(found[number]) for number in (3, 4, 5))
    return Design(found[2], window, share, until)


def problems(given: Given) -> list[Problem]:
    """Return what is wrong between these settings: who is asked inside the window is no control."""
    design = of(given)
    if design is None or design.until >= design.window:
        return []
    until, window = counted(design.until, 'day ends', 'days end'), counted(design.window, 'day')
    text = f'{until} before the window of {window} (outcomewindow) does'
    return [Problem(given.place(HOLDOUTUNTIL), f'{text}: who is asked meanwhile can be compared with nobody')]


def uncounted(design: Design | None, given: Given) -> str:
    """Return the outcome of which by these settings nothing can be counted; '' for none."""
    settings = COUNTED_FROM.get(design.outcome, ()) if design else ()
    return design.outcome if design and settings and not any(given[one] for one in settings) else ''


def lacking(design: Design | None, given: Given) -> list[Problem]:
    """Return why nothing of a design can be counted by these settings, if so."""
    outcome = uncounted(design, given)
    text = LACKING.get(outcome, '')
    return [Problem(given.place(OUTCOME), f'{text}: nothing can be measured')] if outcome else []


def for_nothing(design: Design | None, given: Given) -> list[Problem]:
    """Return that people would be held out and nothing be counted, if so: before the first send."""
    outcome = uncounted(design, given)
    if not (design and design.share and outcome):
        return []
    text = f'would let people wait for nothing: outcome {LACKING[outcome]}; {REMEDY}'
    return [Problem(given.place(HOLDOUT), text)]


def drawn(campaign: str, central_id: int, share: int) -> bool:
    """Return whether a person is held out: the hash is below so many per cent of all hashes."""
    return int.from_bytes(_hash(f'{campaign}|holdout|{central_id}')) * 100 < share << 256


def place_in_waves(campaign: str, central_id: int) -> bytes:
    """Return what sorts people into waves, by a draw of its own."""
    return _hash(f'{campaign}|wave|{central_id}')


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
