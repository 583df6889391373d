"""A campaign of three languages whose waves are planned."""

from __future__ import annotations

from dataclasses import replace

from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.sends.message import Language, Message
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendplan import Recipients, SendTerms, Texts, WavePlan, make_plan
from outreach.sends.sendstate import SendState

CAMPAIGN = SendTerms('Outreach/X', (Pinned('Outreach/X/Targets', 9),), 'Bot', ('2', '4', 'rest'))
LANGUAGES = {code: Language(code) for code in ('en', 'sv', 'fi')}
TEXTS = Texts(
    {
        'en': Message('en', 'M', 1, 'Hello', 'Text'),
        'sv': Message('sv', 'M/sv', 2, 'Hej', 'Text'),
    },
    LANGUAGES,
)
SPOKEN = {f'{code}.wikipedia.test': code for code in ('en', 'sv', 'fi')}
HOSTS = tuple(SPOKEN)


def readers(*names: str) -> Recipients:
    targets = tuple(Target(HOSTS[n % 3], f'User talk:{name}') for n, name in enumerate(names))
    return Recipients(targets, SPOKEN, {one: person_of(one) or '' for one in targets})


NAMES = tuple(f'P{n}' for n in range(12))


def sent(plan: WavePlan) -> list[SendPage]:
    return [replace(page, state=SendState.SENT) for page in plan.pages]


def one_page(state: SendState = SendState.SENT) -> SendPage:
    page = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers('A'), TEXTS, []).pages[0]
    return replace(page, state=state)
