"""A plan is made anew once for each change of what it rests on, whoever edits the campaign page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
import send_message
from outreach import campaign, settingstemplate, siteinfo
from outreach import run as running
from outreach.campaign import EXCLUDE, SETTINGS, TEMPLATE
from outreach.campaigns import reading, waitingplans
from outreach.campaigns.accepted import Accepted
from outreach.campaigns.campaignstate import CampaignState
from outreach.campaigns.decisions import Command, Decision, Step, Waits
from outreach.campaigns.due import due
from outreach.lists.entries import Target
from outreach.run import Run
from outreach.safety import STRICTNESS
from outreach.sends import approval
from outreach.sends.inputs import Request, settings_changed
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.sends.vouching import LastEdit

from tests.campaigns.test_due import ASKING, FREE, HOST, NOW, A, X, page, state
from tests.samples.sendwiki import SendWiki, as_wiki, trust

LIMITED = replace(FREE, limits=(('cooldown', 20), ('dailycap', 100)))
ASKING_AND_LIMITED = Accepted(X, limits=LIMITED.limits)
# for each setting what somebody may write there; most are looser than what is meant without them
VALUES: Mapping[str, tuple[str, ...]] = {
    'approval': ('yes', 'no'),
    'cooldown': ('0', '90'),
    'dailycap': ('9', '9000'),
    'delay': ('0',),
    'discussion': ('https://meta.wikimedia.org/wiki/Mine',),
    'exclude': ('User:Eve/Mine',),
    'faillimit': ('1', '100'),
    'fallback': ('de',),
    'holdout': ('10',),
    'list': ('Outreach/X/Mine',),
    'message': ('Outreach/X/Mine',),
    'notbefore': ('2026-01-01',),
    'outcome': ('anyedit',),
    'testers': ('User:Eve/Testers',),
    'waves': ('1, rest',),
    'consent': ('subscribers',),
}
MEANT = {'consent': 'agreed', 'discussion': 'https://meta.wikimedia.org/wiki/Talk:X'}
OURS: Sequence[dict[str, str]] = (
    MEANT,
    {**MEANT, 'approval': 'no', 'cooldown': '10'},
    {**MEANT, 'approval': 'yes', 'cooldown': '60', 'dailycap': '50', 'delay': '1', 'exclude': 'Project:No'},
)
# what makes a plan be made anew in any case
ALSO: Sequence[dict[str, str]] = ({'approval': 'no', 'waves': '1, rest'}, {'approval': 'yes'})


def edits_of(ours: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What somebody whom nobody trusts makes of the page: nothing, one setting, others with it, all."""
    yield {}
    for name, values in VALUES.items():
        for value in values:
            yield {**ours, name: value}
            for also in ALSO if SETTINGS[name] in STRICTNESS else ():
                yield {**ours, **also, name: value}
    yield {**ours, **{name: values[0] for name, values in VALUES.items()}, 'approval': 'no'}


def written(values: Mapping[str, str]) -> str:
    return f'{{{{{TEMPLATE}\n{"".join(f"|{name}={value}{chr(10)}" for name, value in values.items())}}}}}'


def stands(wiki: SendWiki, accepted: Accepted, pages: Sequence[SendPage]) -> CampaignState:
    """How the campaign stands by its page; everybody was told of the test that somebody may ask for."""
    read = reading._settings(as_wiki(wiki), trust(wiki, 'Organizer'), accepted, pages)
    assert not read.problems
    there = {title: LastEdit(title, 'Ann', NOW.isoformat()) for title in read.own[EXCLUDE]}
    stand = state(accepted, pages=tuple(pages))
    return replace(stand, own=read.own, edits={**stand.edits, **there})


def planned(wiki: SendWiki, command: Command, pages: Sequence[SendPage], wave: str) -> SendPage:
    """What `send_message` plans when this is typed."""
    home, trusted = as_wiki(wiki), trust(wiki, 'Organizer')
    given, revision, _ = running._written(home, send_message.SETTINGS, command.options)
    held = running._held(trusted, given, send_message.SETTINGS)
    farm: Any = SimpleNamespace(home=home)
    read_by = send_message.SETTINGS, command.options, revision
    typed = Run(
        'send_message', farm, held.given, str, NOW, frozenset(), Counter(), trusted, held.doubts, *read_by
    )
    counting = approval.anew(typed, pages)
    wanted = Request.of(counting.given, counting.unvouched)
    return page(wave, where=SendState.PLANNED, settings=wanted.settings)


def replanning(found: Sequence[Decision]) -> Command | None:
    return next((one.command for one in found if isinstance(one, Step) and one.why == 'replan'), None)


def plan_command(accepted: Accepted, stand: CampaignState) -> Command:
    """The command by which a plan is made first."""
    limits = accepted.options(stand.own, 'send_message')
    return Command('send_message', (f'-campaign:{X}', *limits, '-always'))


def made_anew(wiki: SendWiki, accepted: Accepted, pages: list[SendPage]) -> int:
    """How often a plan is made anew, run after run, while nobody edits anything; `pages` are all there are.

    A test that is asked for, or a ground that is not there, holds up everything: then it is not.
    """
    for times in range(4):
        stand = stands(wiki, accepted, pages)
        command = replanning(due(stand, NOW))
        if command is None:
            return times
        pages[-1] = replace(pages[-1], state=SendState.CANCELLED)
        pages.append(planned(wiki, command, pages, f'2.{len(pages) + 1}'))
    return times


def objection(wiki: SendWiki, accepted: Accepted, pages: Sequence[SendPage]) -> str:
    """Why the command that sends would not send the last page, and ask for a plan anew."""
    stand = stands(wiki, accepted, pages)
    if stand.rules.test or not stand.rules.consent:
        return ''
    now = planned(wiki, plan_command(accepted, stand), pages, '3')
    return settings_changed(pages[-1].settings, now.settings)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each text of the page once."""
    pairs, parse = settingstemplate.pairs, campaign.parse
    read = cache(lambda text: pairs(text, TEMPLATE, SETTINGS))
    monkeypatch.setattr(settingstemplate, 'pairs', lambda text, *_: read(text))
    monkeypatch.setattr(campaign, 'parse', cache(parse))
    monkeypatch.setattr(siteinfo, 'titles', lambda _home: str)


def test_all_settings_of_a_plan_are_tried() -> None:
    names = {part.partition(' = ')[0] for part in Request.of(state().own).settings.split('; ')}
    assert names <= VALUES.keys()


@pytest.mark.parametrize(
    ('accepted', 'before'),
    [(FREE, ()), (LIMITED, ('approval = yes',)), (ASKING, ()), (ASKING_AND_LIMITED, ())],
)
@pytest.mark.parametrize('ours', OURS)
def test_an_edit_by_anybody_has_a_plan_made_anew_once(
    accepted: Accepted, ours: dict[str, str], before: tuple[str, ...]
) -> None:
    """Also where something was planned under approval before, and where the edit is undone."""
    old = [page('1.2', where=SendState.CANCELLED, settings=settings) for settings in before]
    for edit in edits_of(ours):
        wiki = SendWiki()
        wiki.edit(X, written(ours), 'Organizer')
        stand = stands(wiki, accepted, old)
        pages = [*old, planned(wiki, plan_command(accepted, stand), old, '2')]
        assert made_anew(wiki, accepted, pages) == 0
        for text in (written(edit), written(ours)):
            wiki.edit(X, text, 'Eve')
            assert made_anew(wiki, accepted, pages) <= 1, text
            assert not objection(wiki, accepted, pages), text


def test_a_plan_of_people_who_all_left_the_list_is_cancelled_and_nobody_is_asked_to_approve_it() -> None:
    gone = page('1', (Target(HOST, 'User talk:Gone'),), SendState.PLANNED, base=state(ASKING))
    rest = page('1.2', where=SendState.PLANNED, base=state(ASKING))
    found = due(state(ASKING, pages=(gone, rest)), NOW)
    waits = [one for one in found if isinstance(one, Waits) and one.plan]
    assert [one.plan for one in waits] == [rest.plan]
    (step,) = [one for one in found if isinstance(one, Step)]
    assert (step.why, step.command.script) == ('deserted', 'send_message')
    # who moved to another wiki is no reason
    moved = page('1', (replace(A, host='sv.wikipedia.test'),), SendState.PLANNED)
    assert not waitingplans.deserted(state(), moved)
