"""The inputs of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from outreach.campaign import FIRST_CONTACT, SUBSCRIBERS
from outreach.farm import Answers, Farm
from outreach.names import ENGLISH
from outreach.pages import Page
from outreach.sends import inputs, recipients
from outreach.sends.inputs import PUT_BACK, Inputs, Request, read_inputs
from outreach.sends.lastlook import LastLook
from outreach.sends.pinnedlists import PinnedLists
from outreach.sends.recipients import WikiFacts
from outreach.sends.sendpage import Pinned
from outreach.sends.sendpages import SendPages
from outreach.sends.sendplan import make_plan
from outreach.sends.sendstate import Removed
from outreach.sends.vouching import Vouching

from tests.samples.plans import CAMPAIGN, TEXTS, readers
from tests.samples.sendwiki import BOT, SendWiki, as_wiki, trust
from tests.sends.test_sendpages import NOW


def test_a_list_ages_from_its_last_change() -> None:
    listed = PinnedLists((), (), '2026-05-01T11:30:00Z')
    assert listed.age(datetime(2026, 5, 31, 11, tzinfo=UTC)) == 29
    assert listed.age(datetime(2026, 5, 31, 12, tzinfo=UTC)) == 30


def test_who_was_put_back_by_others_since_the_plan_gets_nothing() -> None:
    (page, *_) = make_plan(CAMPAIGN, readers('A', 'B'), TEXTS, []).pages
    (one,) = page.targets
    for revision, removed in ((9, ()), (10, (Removed(one, PUT_BACK),))):
        behind = Vouching(foreign={one: (Pinned('Outreach/X/Targets', revision),)})
        stand = Inputs(
            CAMPAIGN,
            PinnedLists((), (), ''),
            readers('A', 'B'),
            (),
            TEXTS,
            (),
            99,
            {},
            {},
            NOW,
            vouching=behind,
        )
        assert stand.removed(page) == removed


class CountedWiki(SendWiki):
    """A wiki that counts by title which parts of lists, and which histories, it was asked for."""

    asked: Counter[str]

    def read_many(self, titles: Collection[str]) -> dict[str, Page]:
        return {title: self.read(title) for title in titles}

    def query(self, **asked: Any) -> Iterator[dict[str, Any]]:
        if asked.get('list') == 'allpages':
            self.asked[f'parts of {asked["apprefix"]}'] += 1
            titles = dict.fromkeys(row.title for row in self.rows)
            yield {'allpages': [{'title': one} for one in titles if one.startswith(asked['apprefix'])]}
            return
        if 'rvprop' in asked and isinstance(asked.get('titles'), str):
            self.asked[f'edits of {asked["titles"]}'] += 1
        yield from super().query(**asked)


@pytest.mark.parametrize('consent', [SUBSCRIBERS, FIRST_CONTACT, ''])
def test_a_plan_asks_once_which_parts_its_list_has_and_who_edited_each(
    monkeypatch: pytest.MonkeyPatch, consent: str
) -> None:
    host = 'en.wikipedia.test'
    wiki = CountedWiki()
    wiki.asked = Counter()
    for title, user in (('L', 'Ada'), ('L', BOT), ('L/sv', 'Mallory'), ('T', BOT)):
        wiki.edit(title, f'* {{{{#target:User talk:Ada|{host}}}}}\n' * (len(wiki.rows) + 1), user)
    revision = wiki.edit('C', 'x', BOT)
    facts = Answers({host: WikiFacts('en', ENGLISH)}, {})
    monkeypatch.setattr(recipients, 'gather', lambda *_: facts)
    monkeypatch.setattr(inputs, 'read_texts', lambda *_: TEXTS)
    wanted = replace(Request('C', 'L', 'M', testers='T'), consent=consent)
    farm = Farm.__new__(Farm)
    farm.home = as_wiki(wiki)
    farm.__dict__ |= {'by_host': {}, 'by_dbname': {}}
    pages = SendPages(trust(wiki), 'C', NOW)
    wiki.asked.clear()
    last = LastLook(
        farm.home, wanted, revision, lambda: wanted,
        lambda now, parts: read_inputs(farm, now, pages, NOW, None, parts),
    )  # fmt: skip
    assert last.stand.lists.titles == ['L', 'L/sv']
    once = ('parts of L/', 'parts of T/', 'edits of L', 'edits of L/sv', 'edits of T')
    assert {what: wiki.asked[what] for what in once} == dict.fromkeys(once, 1)


def test_a_plan_made_under_approval_needs_it_whatever_is_asked_for_now() -> None:
    under, without = 'list = L; approval = yes; waves = rest', 'list = L; approval = no; waves = rest'
    assert inputs.settings_changed(under, without) == ''
    assert inputs.settings_changed(without, under) == 'approval = no is now approval = yes'
    (old, *_) = make_plan(replace(CAMPAIGN, settings=under), readers('A', 'B'), TEXTS, []).pages
    stand = Inputs(
        CAMPAIGN, PinnedLists((), (), ''), readers('A', 'B'), (), TEXTS, (), 99, {}, {}, NOW,
        follow_settings='list = L; approval = no',
    )  # fmt: skip
    for settings, kept in ((under, 'approval = yes'), (without, 'approval = no')):
        again = stand.send_page('1', old.language, old.targets, replace(old, settings=settings))
        assert (again.settings, again.follows) == (f'list = L; {kept}', old.title)
