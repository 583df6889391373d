"""Each text on which a script once crashed, hung or lost something, and what comes of it now.

A fuzzer may draw others every time; these stay. The letters are those of `make attacks`, which tries the
attacks among them on real wikis. Elsewhere stand what a spoilt field of a send page is answered with (B2, B3
and B7, in `tests/sends/test_sendpage.py`), a page that is blanked while it is sent (C2, in
`tests/sends/test_sending.py`), and cells of people on the page of gaps (C4, in
`tests/promotion/test_gappage.py`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from outreach import digits, replyshapes, weblinks
from outreach.affiliates import luadata, registry
from outreach.audience.funnel import CLASS, from_wikitext
from outreach.campaigns import accepted
from outreach.channels import listsurvey
from outreach.channels.liveness import Thresholds
from outreach.events import calendarsource, entrydata
from outreach.fetching import FetchFailed
from outreach.patterns import pattern
from outreach.problems import BadInput
from outreach.promotion import suggestions, universe
from outreach.revisions import Revision
from outreach.sends import approval, message, sendpage
from outreach.sends.planreport import send_lines
from outreach.sends.sendstate import SendState
from outreach.wikitext import BrokenMarkers

from tests.channels.test_listsurvey import NOW, TALK, Canned
from tests.events import samples as eventsamples
from tests.events import test_calendarsource as sitesamples
from tests.hostile import samples
from tests.hostile.bombs import guard
from tests.hostile.replyreaders import Redirecting
from tests.samples import gaps, patternpage
from tests.samples.plans import one_page
from tests.samples.recorded import recorded
from tests.samples.wikis import HOME, RESOLVER

SECONDS = 3.0
MANY, NESTED = '9' * 4301, 'return ' + '{' * 5000
MEMBERS = samples.LUA.replace('org_type', f"member_count = '{MANY}', org_type")
PLANNED = sendpage.together([one_page(SendState.PLANNED)])[0]

ENDLESS = {'results': [{'date_active': '2026-11-20T10:00:00Z', 'replies_count': float('inf')}]}
THREAD_ITEM = {'type': 'heading', 'html': 'Hi', 'replies': [{'type': 'comment', 'replies': 'x'}]}


def spoilt_reply(form: str, number: int, part: Callable[[Any], dict[str, Any]], key: str) -> str:
    """Return the end of what is said of a reply on file in which a word stands for something else."""
    one = recorded(form)[number]
    reply = copy.deepcopy(one.reply)
    part(reply['query'])[key] = 'yesterday'
    said = replyshapes.wrong(one.request, reply)
    return said[said.find(key) :]


# what is read, and what comes of it: a value, or how an error that is declared begins
READ: dict[str, tuple[Callable[[], object], object]] = {
    'B3: markup in the language of what says to be a send page': (
        lambda: sendpage.says_to_be('; campaign : [[:X]]\n; wave : 1\n; language : en]] {{Evil}} [[:x'),
        '',
    ),
    'B3: the same, in a title': (
        lambda: sendpage.wave_and_language('X/Send/1/en]] {{Evil}} [[:x', 'X'),
        None,
    ),
    'C3: an address that is none, as a place': (lambda: list(gaps.WIKIS.places_in('//℀ and http://[')), []),
    'C3: the same, as a suggestion': (
        lambda: suggestions.parse('== Ideas ==\n* //℀\n', {'ideas'}, gaps.WIKIS)[0],
        [],
    ),
    'C3: digits by the thousand, as a weight': (lambda: universe.read_weights(f'* sv: {MANY}'), {}),
    'C3: digits by the thousand, as members': (
        lambda: [one.members for one in registry.parse(MEMBERS).affiliates],
        [0],
    ),
    'C9: a target as a line of approval': (
        lambda: approval.approvers(
            [Revision(1, 'A', '* {{#target:User talk:A|e}} [[User:Eve]]', user='Eve')], RESOLVER
        ),
        {},
    ),
    'C9: a target below, once more by each save': (
        lambda: len(approval.with_plans('* {{#target:A|e}}', ['0' * 16], 'lead').split('{{#target:')),
        2,
    ),
    'B7: a planned page without targets': (
        lambda: list(send_lines([replace(PLANNED, targets=())])),
        [f'  {PLANNED.title}: 0 targets, '],
    ),
    'what is no address, compared with others': (
        lambda: [weblinks.same_address(one) for one in ('http://[', '//℀', 'http://a:b')],
        ['http://[', '//℀', 'http://a:b'],
    ),
    'a topic of a forum in the last year that there is': (
        lambda: calendarsource.of_forum(
            {'events': [sitesamples.TOPIC | {'starts_at': '9999-12-31T23:59:59Z'}, 'x', {'post': 'x'}]},
            'src',
            'f.example',
            eventsamples.linker(),
        ).sightings,
        (),
    ),
    'an archive whose year is a superscript': (lambda: digits.are_number('²'), False),
    'an archive of mails that tells of endlessly many replies': (
        lambda: [*listsurvey.survey([TALK], Canned({}, ENDLESS), Thresholds(), NOW).failed],
        ['talk@lists.example.org'],
    ),
    'a reply of numbers instead of its parts': (
        lambda: replyshapes.lacks_module({'list': 'users'}, {'query': 7, 'warnings': 7}),
        '',
    ),
    'a revision of yesterday': (
        lambda: spoilt_reply('revisions', 1, lambda query: query['pages'][0]['revisions'][0], 'timestamp'),
        "timestamp: is str 'yesterday'",
    ),
    'a block until yesterday': (
        lambda: spoilt_reply('users', 0, lambda query: query['users'][1], 'blockexpiry'),
        "blockexpiry: is str 'yesterday'",
    ),
    'a blocked part of an address that is a number': (
        lambda: replyshapes.wrong(
            {'action': 'spamblacklist', 'url': 'https://x.example/'},
            {'spamblacklist': {'result': 'blacklisted', 'matches': [7]}},
        ).rpartition(' matches: is list')[1],
        ' matches: is list',
    ),
    'limits of a wiki that are none': (
        lambda: spoilt_reply('wiki', 6, lambda query: query['userinfo'], 'ratelimits'),
        "ratelimits: is str 'yesterday'",
    ),
    'groups of an account that are none': (
        lambda: spoilt_reply('users', 0, lambda query: query['users'][0], 'groups'),
        "groups: is str 'yesterday'",
    ),
    'an answer to a comment that is no list': (
        lambda: replyshapes.wrong(
            {'action': 'discussiontoolspageinfo', 'page': 'A', 'prop': 'threaditemshtml'},
            {'discussiontoolspageinfo': {'threaditemshtml': [THREAD_ITEM]}},
        ).rpartition(' contradicts')[1],
        ' contradicts',
    ),
    'part 4: controls in the note of a send page': (
        lambda: sendpage.parse(replace(PLANNED, note='a\x1b\u202e\r\nb').render(), PLANNED.title).note,
        'a b',
    ),
}  # fmt: skip
REFUSED: dict[str, tuple[Callable[[], object], type[Exception]]] = {
    'an event on a page whose data are nested by the thousand': (
        lambda: list(entrydata.entries('* x <!-- event:{"id":' + '[' * 100_000 + '} -->')),
        BrokenMarkers,
    ),
    'a redirect to what is no address': (
        lambda: Redirecting('//℀').fetch('https://blog.example/'),
        FetchFailed,
    ),
    'C3: data of Lua nested by the thousand': (lambda: luadata.read(NESTED), luadata.LuaError),
    'C3: a registry of it': (lambda: universe.affiliates(NESTED, 'P', HOME, {}), luadata.LuaError),
    'C3: JSON nested by the thousand': (lambda: accepted.from_json('[' * 100_000, 'P'), BadInput),
    'C3: JSON that is something else': (lambda: accepted.from_json('{"campaigns": "x"}', 'P'), BadInput),
    'C3: JSON with a number by the thousand': (
        lambda: accepted.from_json(f'{{"campaigns": [{MANY}]}}', 'P'),
        BadInput,
    ),
}  # fmt: skip
HEADINGS = (
    '== Ideas == <!-- add below this line --> new',
    '== Ideas == {{shortcut|WP:IDEAS}} (new)',
    '== a =={{bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb}}c',
    '== Solution ==<!-- id:gap sv.wikipedia.org -->x',
    '== a ==' + '<!---->' * 30 + ' x',
)


@pytest.mark.parametrize('what', READ)
def test_what_once_crashed_is_read(what: str) -> None:
    call, wanted = READ[what]
    with guard(SECONDS):
        assert call() == wanted


@pytest.mark.parametrize('what', REFUSED)
def test_what_once_crashed_is_refused_by_a_declared_error(what: str) -> None:
    call, error = REFUSED[what]
    with guard(SECONDS), pytest.raises(error):
        call()


@pytest.mark.parametrize('heading', HEADINGS)
def test_b4_a_heading_holds_nobody_up(heading: str) -> None:
    with guard(SECONDS):
        suggestions.parse(f'{samples.LOG}\n{heading}\n', {'ideas'}, gaps.WIKIS)
        assert message.parse(f'== Hej ==\nText\n{heading}\n', 'M', 'en').subject == 'Hej'
        pattern.parse(f'{samples.PATTERN}\n{heading}\n', 'P', patternpage.WORDS, RESOLVER)


def test_c3_a_funnel_whose_number_is_a_word_is_refused() -> None:
    row = '|- data-step="x" data-left="3" data-dropped="x"'
    with pytest.raises(BrokenMarkers, match='not one that build_targets writes'):
        from_wikitext(f'{{| class="{CLASS}"\n{row}\n| a\n|}}')


def test_b2_words_of_somebody_else_are_no_plan_to_approve() -> None:
    plan = PLANNED.plan
    evil = f'; plan : {plan} ok&#10;&#10;== I resign ==&#10;[[Category:Evil]]'
    with pytest.raises(ValueError, match='16 hexadecimal digits'):
        sendpage.parse(PLANNED.render().replace(f'; plan : {plan}', evil), PLANNED.title)


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('; planned by : Bot', '; planned by : X&#93;&#93;&#10;&#124;&#125;&#10;<div>HACKED</div>'),
        ('; campaign : [[:Outreach/X]]', '; campaign : [[:Outreach/X]]&#10;{{Evil}}'),
    ],
)
def test_b3_a_name_that_is_none_never_comes_to_the_log(old: str, new: str) -> None:
    text = PLANNED.render()
    assert old in text
    with pytest.raises(ValueError, match='Outreach/X/Send/'):
        sendpage.parse(text.replace(old, new), PLANNED.title)
