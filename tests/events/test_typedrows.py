"""Rows that people type."""

from __future__ import annotations

from outreach.events.event import EventStatus, Mode
from outreach.events.typedrows import read

from tests.events.samples import at, linker

GOOD = """Words.

* {{Outreach event | name = '''Fika''' i Malmö | start = 2026-12-10 18:00 | end = 2026-12-10 20:00
 | zone = Europe/Stockholm | place = Malmö | country = Sweden | mode = in person
 | language = sv, en | link = [[Event:Fika]] | type = meetup <!-- x --> }}
{| class="wikitable"
| {{outreach event|id=ce-7|status=cancelled|note=No venue}}
|}
<nowiki>{{Outreach event|name=No}}</nowiki>
"""


def test_rows_are_read_wherever_they_stand() -> None:
    """C2, C8"""
    found = read(GOOD, 'Page', 'src', linker())
    assert found.problems == ()
    fika, correction = found.sightings
    assert fika.event.name == 'Fika i Malmö'
    assert fika.event.span == at('2026-12-10T18:00', '2026-12-10T20:00', 'Europe/Stockholm')
    assert (fika.event.place, fika.event.country, fika.event.mode) == ('Malmö', 'SE', Mode.IN_PERSON)
    assert (fika.event.languages, fika.event.types) == (('sv', 'en'), ('meetup',))
    assert 'page:meta.wikimedia.test/Event:Fika' in fika.keys
    assert (fika.place, correction.place) == ('Page, line 3', 'Page, line 7')
    assert (correction.keys, correction.event.status) == (frozenset({'id:ce-7'}), EventStatus.CANCELLED)


def test_rows_with_mistakes_are_told_all_at_once() -> None:
    """C8"""
    text = '\n'.join(
        [
            '{{Outreach event|name=A|start=29 February 2027}}',
            '{{Outreach event|name=B|start=2026-12-04|end=2026-12-03}}',
            '{{Outreach event|name=C|start=2026-12-04 10:00|zone=Mars/Olympus}}',
            '{{Outreach event|start=2026-12-04|coordinates=120, 30|colour=red}}',
            '{{Outreach event|name=E}}',
            '{{Outreach event|id=ce-1|status=off}}',
            '{{Outreach event|id=ce-1|note=x}}',
            '{{Outreach event|name=F|start=2027-02-29}}',
        ]
    )
    found = read(text, 'Page', 'src', linker())
    assert found.sightings == ()
    said = '\n'.join(f'{place}: {why}' for place, why in found.problems)
    for part in (
        'line 1: {{Outreach event}} start',
        'line 2: {{Outreach event}} ends before',
        'line 3: {{Outreach event}} zone',
        'line 4: {{Outreach event}} coordinates',
        'swapped?',
        'unknown parameters: colour',
        'has no name',
        'line 5: {{Outreach event}} has no start',
        "line 6: {{Outreach event}} status = 'off'",
        "line 7: {{Outreach event}} has the id 'ce-1', which the row in line 6",
        'line 8',
    ):
        assert part in said, part


def test_the_same_as_names_an_event_by_id_page_or_address() -> None:
    """C8, C12"""
    [one] = read(
        '{{Outreach event|name=X|same as=ce-7, [[Event:Y]], https://c.example/z}}', 'P', 's', linker()
    ).sightings
    assert {'id:ce-7', 'page:meta.wikimedia.test/Event:Y', 'link:c.example/z'} <= one.keys


def test_a_time_without_a_zone_is_no_time() -> None:
    """T6"""
    [one] = read('{{Outreach event|name=X|start=2026-12-04 10:00}}', 'P', 's', linker()).sightings
    assert one.event.span and one.event.span.unclear


def test_a_time_in_a_gap_is_told() -> None:
    """T5"""
    found = read('{{Outreach event|name=X|start=2027-03-14 02:30|zone=America/New_York}}', 'P', 's', linker())
    assert found.sightings
    assert 'taken for 03:30' in found.problems[0][1]
