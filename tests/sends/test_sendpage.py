"""Send pages: what is written can be read back, whatever the names; targets are open only when claimed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists import deliverylist
from outreach.lists.entries import Target
from outreach.sends import sendfields, sendpage
from outreach.sends.sendpage import Pinned, SendPage, digest_of, one_line, says_to_be, signed_summary, vouched
from outreach.sends.sendstate import NEXT, Removed, SendState, Sent

CAMPAIGN = 'Outreach/Medicine'
OLD = Path(__file__).parents[1] / 'samples' / 'sends_0_1'
PAGE = SendPage(
    title=f'{CAMPAIGN}/Send/1/sv',
    campaign=CAMPAIGN,
    wave='1',
    language='sv',
    subject='Översättningsmånad',
    targets=(
        Target('sv.wikipedia.test', 'User talk:Åsa Öberg'),
        Target('sv.wikipedia.test', 'User talk:A=B'),
    ),
    lists=(Pinned(f'{CAMPAIGN}/Targets', 12),),
    message=Pinned(f'{CAMPAIGN}/Message/sv', 34),
    digest='0123456789abcdef',
    planned_by='Outreach-bot',
    settings='waves = 2, rest',
)
(PAGE,) = sendpage.together([PAGE])


def is_title(text: str) -> bool:
    try:
        return bool(sendfields.title(text))
    except ValueError:
        return False


plain = st.text(st.characters(blacklist_categories=['Cs', 'Cc']), max_size=60)
fitting = st.characters(
    blacklist_categories=['Cs', 'Cc', 'Zl', 'Zp', 'Zs'], blacklist_characters='#<>[]|{}_\ufffd'
)
titles = st.text(fitting, min_size=1, max_size=30).filter(lambda name: is_title(f'User talk:{name}'))
words = plain.map(one_line).filter(bool)


@given(words, plain.map(one_line), st.lists(titles, max_size=4), st.sampled_from(SendState))
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back(subject: str, note: str, names: list[str], state: SendState) -> None:
    page = replace(
        PAGE,
        subject=subject,
        note=note,
        targets=tuple(Target('sv.wikipedia.test', f'User talk:{name}') for name in names),
        state=state,
        sent=Sent(datetime(2026, 5, 1, 10, tzinfo=UTC), 'Bot', 7, 8) if state is SendState.SENT else None,
        removed=(Removed(Target('sv.wikipedia.test', 'User talk:Gone'), one_line(f'left: {note} | </pre>')),),
        doubts=('text by [[Mallory]] {{x}}',),
    )
    assert sendpage.parse(page.render(), page.title) == page


@pytest.mark.parametrize('state', SendState)
def test_massmessage_sees_targets_only_while_a_page_is_claimed_or_requested(state: SendState) -> None:
    seen = deliverylist.parse(replace(PAGE, state=state).render(), 'meta.wikimedia.test').targets
    assert seen == (PAGE.targets if state.exposed else ())


def test_a_claim_changes_the_state_the_claim_and_the_shutters_only() -> None:
    before = PAGE.render().split('\n')
    after = replace(PAGE, state=SendState.CLAIMED, claim='bot 12ab').render().split('\n')
    assert set(after) - set(before) == {'; state : claimed', '; claim : bot 12ab', '<div>', '</div>'}
    assert set(before) - set(after) == {'; state : planned', '<pre>', '</pre>'}


@pytest.mark.parametrize(
    ('text', 'line'),
    [
        ('  two   blanks ', 'two blanks'),
        ('one\nline\ttoo', 'one line too'),
        ('bell\x07 and \u202eoverride', 'bell and override'),
        ('می\u200cخواهم', 'می\u200cخواهم'),  # the joiner belongs to the Persian word
        ('עברית\u200f (ivrit)', 'עברית\u200f (ivrit)'),
        ('e\u0301', 'é'),
    ],
)
def test_a_subject_is_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
    page = replace(PAGE, subject=line)
    assert sendpage.parse(page.render(), page.title).subject == line


@pytest.mark.parametrize(
    ('title', 'place'),
    [
        (f'{CAMPAIGN}/Send/1/sv', ('1', 'sv')),
        (f'{CAMPAIGN}/Send/2.3/pt-br', ('2.3', 'pt-br')),
        (f'{CAMPAIGN}/Send/test/en', ('test', 'en')),
        (f'{CAMPAIGN}/Send/1/sv/Results', None),
        (f'{CAMPAIGN}/Send/0/sv', None),
        (f'{CAMPAIGN}/Send/archive/sv', None),
        (f'{CAMPAIGN}/Targets', None),
        ('Outreach/Other/Send/1/sv', None),
    ],
)
def test_titles_tell_wave_and_language(title: str, place: tuple[str, str] | None) -> None:
    assert sendpage.wave_and_language(title, CAMPAIGN) == place


SENT_PAGE = replace(
    PAGE,
    state=SendState.SENT,
    claim='Outreach-bot 0a1b2c3d',
    sent=Sent(datetime(2026, 5, 1, 10, tzinfo=UTC), 'Bot', 77, 12),
    successor=f'{CAMPAIGN}/Send/1.2/sv',
    note='all',
)
AT = '; sent : 2026-05-01T10:00:00Z Bot'
# a field of a page that was sent, what somebody makes of it, and what is said
SPOILT = [
    (AT, '; sent : yesterday', "'yesterday' is no moment"),
    (AT, '; sent : 2026-05-01 Bot', "'2026-05-01' is no moment"),
    (AT, '; sent : 2026-05-01T10:00:00 Bot', 'is no moment'),
    (AT, '; sent : 2026-13-41T10:00:00Z Bot', 'Outreach/Medicine/Send/1/sv'),
    (AT, '; sent : ٢٠٢٦-05-01T10:00:00Z Bot', 'is no moment'),
    (AT, '; sent : 2026-05-01T10:00:00Z A&#124;B', 'no name of an account'),
    (f'{AT}\n', '', 'the line "; sent :" is missing'),
    ('; revision : 77', '; revision : 1_000', "'1_000' is no whole number"),
    ('; revision : 77', '; revision : +7', "'+7' is no whole number"),
    ('; revision : 77', '; revision : 077', 'not as a script writes it'),
    ('; log entry : 12', '; log entry : ٣', 'no whole number'),
    ('; log entry : 12', f'; log entry : {"9" * 5000}', 'no whole number'),
    ('; format : 2', '; format : 2_0', "'2_0' is no whole number"),
    ('PermanentLink/34', 'PermanentLink/٣', 'no link to a revision'),
    ('PermanentLink/34', f'PermanentLink/{"9" * 5000}', 'no link to a revision'),
    ('; planned by : Outreach-bot', '; planned by : X&#93;&#93;&#10;&#124;&#125;', 'U+000A'),
    ('; planned by : Outreach-bot', '; planned by : ', 'is empty'),
    ('; claim : Outreach-bot 0a1b2c3d', '; claim : Outreach-bot', 'the mark of a run'),
    ('; claim : Outreach-bot 0a1b2c3d', '; claim : &#123;&#123;x}} 0a1b2c3d', 'no name of an account'),
    ('Send/1.2/sv]]', 'Targets]]', 'is no send page of Outreach/Medicine'),
    ('; successor : [[:Outreach/Medicine/Send/1.2/sv]]', '; successor : {{User:X}}', 'is no link to a page'),
    ('Send/1.2/sv]]', 'Send/1.2/sv]] {{User:X}}', 'is no link to a page'),
    ('Send/1.2/sv]]', 'Send/1.2/sv&#93;&#93;]]', 'is no link to a page'),
    ('Send/1.2/sv]]', 'Send/1.2/sv', 'is no link to a page'),
    ('Send/1.2/sv]]', 'Send/1.2/sv/../x]]', 'is no page title'),
    ('PermanentLink/34|Outreach/Medicine/Message/sv', 'PermanentLink/34|A/../B', 'is no page title'),
    ('PermanentLink/12|Outreach/Medicine/Targets', 'PermanentLink/12|%41', 'is no page title'),
    ('User talk:Åsa Öberg', 'User talk:', 'is no page title'),
    ('User talk:Åsa Öberg', 'User talk:%41', 'is no page title'),
    ('User talk:Åsa Öberg', 'User talk:Åsa\u202eÖberg', 'marks that nobody sees'),
    ('Öberg|sv.wikipedia.test', 'Öberg|sv', 'is no host'),
    ('Öberg|sv.wikipedia.test', 'Öberg|sv.wikipedia.test/x', 'is no host'),
    ('; note : all', '; note : {{User:X}}', 'not as a script writes it'),
    ('; note : all', '; note : all\n; note : all', 'not as a script writes it'),
    ('</pre>', '</pre>\n:Looks fine to me! {{User:X}}', 'not as a script writes it'),
    ('* {{#target:', '*{{#target:', 'not as a script writes it'),
    ('; digest : ', '; digest : x', '16 hexadecimal digits'),
    ('; plan : ', '; plan : ok&#10;', '16 hexadecimal digits'),
]


def test_what_is_spoilt_below_is_read_otherwise() -> None:
    assert sendpage.parse(SENT_PAGE.render(), SENT_PAGE.title) == SENT_PAGE
    assert [old for old, *_ in SPOILT if old not in SENT_PAGE.render()] == []


@pytest.mark.parametrize(
    ('damage', 'complaint'),
    [
        (lambda text: text.replace('; state : sent', ''), '"; state :" is missing'),
        (lambda text: text.replace('state : sent', 'state : perhaps'), 'perhaps'),
        (lambda text: text.replace('; wave : 1', '; wave : one'), "'one' is no wave"),
        (lambda text: text.replace('Special:PermanentLink/34', 'Special:Log'), 'no link to a revision'),
        (lambda text: '', 'is no send page'),
        *((lambda text, old=old, new=new: text.replace(old, new), said) for old, new, said in SPOILT),
    ],
)
def test_a_damaged_page_is_refused_with_its_title(damage: object, complaint: str) -> None:
    assert callable(damage)
    with pytest.raises(ValueError, match='Outreach/Medicine/Send/1/sv') as error:
        sendpage.parse(damage(SENT_PAGE.render()), PAGE.title)
    assert complaint in str(error.value)


@pytest.mark.parametrize('name', ['A|B', 'A}}', 'A\n* {{#target:User talk:B', 'A<!--', 'A]]'])
def test_names_that_would_be_markup_are_no_targets(name: str) -> None:
    with pytest.raises(ValueError, match='cannot be a target'):
        replace(PAGE, targets=(Target('sv.wikipedia.test', f'User talk:{name}'),))


def test_the_digest_changes_with_everything_that_decides_a_send() -> None:
    changed = [
        replace(PAGE, subject='Other'),
        replace(PAGE, targets=PAGE.targets[:1]),
        replace(PAGE, campaign='Outreach/Other'),
        replace(PAGE, wave='1.2'),
        replace(PAGE, language='en'),
        replace(PAGE, settings='waves = rest'),
        replace(PAGE, follows='Outreach/Medicine/Send/0/sv'),
        replace(PAGE, planned_by='Somebody'),
        replace(PAGE, doubts=('names',)),
        replace(PAGE, message=Pinned(PAGE.message.title, 35)),
        replace(PAGE, lists=(Pinned(f'{CAMPAIGN}/Targets', 13),)),
    ]
    digests = {digest_of(page, 'Body') for page in (PAGE, *changed)} | {digest_of(PAGE, 'Body ')}
    assert len(digests) == len(changed) + 2


def test_who_was_withheld_is_counted_on_the_page_and_decides_nothing() -> None:
    told = replace(PAGE, withheld=('14 (asked lately)', "1 (''x'' is excluded: [[Y]])"))
    assert sendpage.parse(told.render(), told.title) == told
    assert '; withheld : 14 (asked lately)\n' in told.render()
    assert digest_of(told, 'Body') == digest_of(PAGE, 'Body')


def test_who_is_left_off_was_planned_all_the_same() -> None:
    first, second = PAGE.targets
    less = replace(PAGE, targets=(second,), removed=(Removed(first, 'left'),), state=SendState.CLAIMED)
    assert digest_of(less, 'Body') == digest_of(PAGE, 'Body')
    assert deliverylist.parse(less.render(), 'meta.wikimedia.test').targets == (second,)


def test_a_page_is_written_in_the_words_of_its_wiki() -> None:
    words = sendpage.Headings('Vem får det?', 'Mottagare', 'Borttagna', 'Väntar')
    whole = replace(PAGE, held=PAGE.targets[:1], removed=(Removed(PAGE.targets[0], 'left'),))
    for page in (PAGE, whole, replace(PAGE, held=PAGE.targets[:1])):
        assert sendpage.parse(page.render(words), page.title) == page
        assert sendpage.parse(f'{page.render(words)}\n', page.title) == page


def test_a_page_counts_only_as_a_script_saved_it() -> None:
    text = PAGE.render()
    good = signed_summary('Planned', text)
    assert vouched(text, PAGE.title, good) == PAGE
    for changed, summary in (
        (text, 'Planned'),  # by hand
        (text.replace('Åsa', 'Eva'), good),  # with lines of somebody else
        (text.replace('; format : 2\n', ''), good),
        ('', good),
    ):
        assert vouched(changed, PAGE.title, summary) is None


@pytest.mark.parametrize('name', [path.stem for path in sorted(OLD.iterdir())])
def test_pages_of_version_0_1_are_read_and_written_as_they_were(name: str) -> None:
    text = (OLD / f'{name}.wikitext').read_text()
    page = vouched(text, says_to_be(text), 'About to send this message')
    assert page
    assert (page.format, len(page.targets)) == (1, 2)
    again = replace(page, state=SendState.CANCELLED).render()
    assert vouched(again, page.title, signed_summary('x', again)) == replace(page, state=SendState.CANCELLED)


def test_a_state_becomes_another_only_by_the_table() -> None:
    for before in SendState:
        page = replace(PAGE, state=before)
        for after in SendState:
            if after in NEXT[before] or after is SendState.SENT:
                assert page.becomes(after).state is after
            else:
                with pytest.raises(ValueError, match='does not become'):
                    page.becomes(after)


def test_what_the_log_says_of_a_send_is_read_back() -> None:
    sent = Sent(datetime(2026, 5, 1, 10, tzinfo=UTC), 'Bot', 77, 12)
    page = replace(PAGE, state=SendState.SENT, sent=sent)
    assert sendpage.parse(page.render(), page.title).sent == sent
    assert sendpage.parse(PAGE.render(), PAGE.title).sent is None


def test_a_subject_may_have_240_bytes() -> None:
    assert sendpage.MAX_SUBJECT_BYTES == 240


def test_the_rule_of_a_page_is_called_settings_since_version_2() -> None:
    assert '; settings : waves = 2, rest\n' in PAGE.render()
    old = replace(PAGE, format=1, plan='', parts=()).render()
    assert '; rule : waves = 2, rest\n' in old
    assert '; settings' not in old
