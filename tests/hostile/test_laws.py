"""Pages of ours are written in one way: reading one and writing it again gives the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from outreach import wikitext
from outreach.affiliates import resultpage
from outreach.audience.funnel import Funnel, FunnelStep, from_wikitext, render_wikitext
from outreach.lists.entries import Target
from outreach.sends import results, sendfields, sendpage
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendstate import Removed, SendState, Sent

from tests.hostile.fuzzing import PACKAGE, TOKENS
from tests.hostile.pagelaws import LAWS, OF_OTHERS, PLACES
from tests.hostile.readers import READERS
from tests.samples.plans import one_page

FIELD = st.lists(
    st.one_of(st.sampled_from([one for one in TOKENS if len(one) < 60]), st.text(max_size=8)), max_size=6
).map(lambda parts: ''.join(parts).replace('\ud800', ''))
LINE = FIELD.map(sendpage.one_line)
PAGE = one_page(SendState.PLANNED)
COUNT = st.integers(1, 10**9)


@settings(derandomize=True)
@given(note=FIELD, subject=LINE, rules=LINE, doubts=st.lists(LINE.filter(bool), max_size=2), reason=LINE)
def test_a_send_page(note: str, subject: str, rules: str, doubts: list[str], reason: str) -> None:
    assume(subject.strip(sendfields.JOINERS))
    page = replace(
        PAGE,
        note=note,
        subject=subject,
        settings=rules,
        doubts=tuple(doubts),
        removed=(Removed(Target('sv.wikipedia.org', 'User talk:Gone'), reason),),
        sent=Sent(datetime(2026, 5, 1, tzinfo=UTC), 'Bot', 7, 8),
    )
    text = page.render()
    read = sendpage.parse(text, page.title)
    assert read.render() == text
    assert read.targets == page.targets
    assert (read.digest, read.plan, read.state) == (page.digest, page.plan, page.state)


@settings(derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), FIELD, st.sampled_from(State), st.sampled_from(Reaction), COUNT),
        max_size=4,
    )
)
def test_a_page_of_results(fields: list[tuple[Target, str, State, Reaction, int]]) -> None:
    rows = [
        Result(
            place,
            state,
            detail,
            revision if state is State.DELIVERED else 0,
            reaction,
        )
        for place, detail, state, reaction, revision in fields
    ]
    text = wikitext.new_region(results.REGION, results.render_results(rows))
    read = results.parse_results(text)
    assert [one.state for one in read] == [one.state for one in rows]
    assert wikitext.new_region(results.REGION, results.render_results(read)) == text


NAME = st.from_regex('[a-z]{1,8}(-[a-z]{1,8})?', fullmatch=True)


@settings(derandomize=True)
@given(
    st.lists(
        st.builds(FunnelStep, NAME, COUNT, st.dictionaries(NAME, COUNT, max_size=3)), min_size=1, max_size=4
    )
)
def test_a_funnel(steps: list[FunnelStep]) -> None:
    funnel = Funnel(tuple(steps))
    text = render_wikitext(funnel, lambda key, **_: key)
    assert from_wikitext(text) == funnel
    assert render_wikitext(from_wikitext(text), lambda key, **_: key) == text


@settings(derandomize=True)
@given(st.lists(st.tuples(FIELD.filter(bool), FIELD, FIELD, st.booleans()), max_size=3))
def test_what_the_page_of_affiliates_remembers(rows: list[tuple[str, str, str, bool]]) -> None:
    known = tuple(
        resultpage.Remembered(key[:50], name[:50], talk[:50], gone=True) for key, name, talk, _ in rows
    )
    report = resultpage.AffiliateReport((), 7, 5, (), vanished=known)
    text = wikitext.new_region(resultpage.REGION, resultpage.render(report, lambda key, **_: key))
    read = resultpage.remembered(text)
    names = [(one.key, ' '.join(one.name.split())) for one in known]
    assert [(one.key, one.name) for one in read.affiliates] == names
    assert (read.registry, read.since) == (7, 5)


@pytest.mark.parametrize('kind', LAWS)
@settings(derandomize=True, max_examples=60, deadline=None)
@given(field=FIELD)
def test_a_page_of_ours_is_read_and_written_again_byte_for_byte(kind: str, field: str) -> None:
    law = LAWS[kind]
    text = law.make(field)
    assert law.count(text) == law.many
    assert law.again(text, field) == text


def test_every_reader_of_our_pages_has_a_law() -> None:
    """A module that reads text, or a region of a page, is held by a law or reads what others write."""
    held = {module for law in LAWS.values() for module in law.readers}
    modules = {path.relative_to(PACKAGE).with_suffix('').as_posix(): path for path in PACKAGE.rglob('*.py')}
    regions = {name for name, path in modules.items() if 'wikitext.region(' in path.read_text('utf-8')}
    known = {name.partition(':')[0] for name in READERS} | regions
    assert sorted(known - held - OF_OTHERS) == [], 'add a law to tests/hostile/pagelaws.py'
    assert sorted((held | OF_OTHERS) - modules.keys()) == []
    assert sorted(OF_OTHERS & (held | regions)) == []
