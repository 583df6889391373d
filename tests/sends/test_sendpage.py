"""Send pages: what is written can be read back, whatever the names; targets are open only when claimed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists import merge
from outreach.lists.entries import Target
from outreach.sends import sendpage
from outreach.sends.sendpage import LIVE, Pinned, SendPage, SendState, one_line

CAMPAIGN = 'Outreach/Medicine'
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
    plan='0123456789abcdef',
    planned_by='Outreach-bot',
)
plain = st.text(st.characters(blacklist_categories=['Cs', 'Cc']), max_size=60)
fitting = st.characters(
    blacklist_categories=['Cs', 'Cc', 'Zl', 'Zp', 'Zs'], blacklist_characters='#<>[]|{}_\ufffd'
)
titles = st.text(fitting, min_size=1, max_size=30)
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
        approvals=('* 0123456789abcdef [[User:Organizer]]',),
    )
    assert sendpage.parse(page.render(), page.title) == page


@pytest.mark.parametrize('state', SendState)
def test_massmessage_sees_targets_only_while_a_page_is_claimed_or_requested(state: SendState) -> None:
    seen = merge.parse(replace(PAGE, state=state).render(), 'meta.wikimedia.test').targets
    assert seen == (PAGE.targets if state in LIVE else ())


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


@pytest.mark.parametrize(
    ('damage', 'complaint'),
    [
        (lambda text: text.replace('; state : planned', ''), '"; state :" is missing'),
        (lambda text: text.replace('state : planned', 'state : perhaps'), 'perhaps'),
        (lambda text: text.replace('; wave : 1', '; wave : one'), "'one' is no wave"),
        (lambda text: text.replace('Special:PermanentLink/34', 'Special:Log'), 'no link to a revision'),
        (lambda text: '', 'this is no send page'),
    ],
)
def test_a_damaged_page_is_refused_with_its_title(damage: object, complaint: str) -> None:
    assert callable(damage)
    with pytest.raises(ValueError, match='Outreach/Medicine/Send/1/sv') as error:
        sendpage.parse(damage(PAGE.render()), PAGE.title)
    assert complaint in str(error.value)


@pytest.mark.parametrize('name', ['A|B', 'A}}', 'A\n* {{#target:User talk:B', 'A<!--', 'A]]'])
def test_names_that_would_be_markup_are_no_targets(name: str) -> None:
    with pytest.raises(ValueError, match='cannot be a target'):
        replace(PAGE, targets=(Target('sv.wikipedia.test', f'User talk:{name}'),))


def test_the_hash_changes_with_everything_that_decides_a_send() -> None:
    base = ('Subject', 'Body', PAGE.targets, CAMPAIGN, '1', 'sv')
    changed = [
        ('Other', *base[1:]),
        ('Subject', 'Body ', *base[2:]),
        ('Subject', 'Body', PAGE.targets[:1], *base[3:]),
        ('Subject', 'Body', PAGE.targets[::-1], *base[3:]),
        (*base[:3], 'Outreach/Other', '1', 'sv'),
        (*base[:4], '1.2', 'sv'),
        (*base[:5], 'en'),
    ]
    hashes = {sendpage.plan_hash(*one) for one in (base, *changed)}
    assert len(hashes) == len(changed) + 1


def test_what_the_log_says_of_a_send_is_read_back() -> None:
    page = replace(PAGE, state=SendState.SENT, revision=77, log_id=12, sent='2026-05-01T10:00:00Z Bot')
    read = sendpage.parse(page.render(), page.title)
    assert (read.revision, read.log_id, read.sent) == (77, 12, '2026-05-01T10:00:00Z Bot')
    unsent = sendpage.parse(PAGE.render(), PAGE.title)
    assert (unsent.revision, unsent.log_id, unsent.sent) == (0, 0, '')


def test_a_subject_may_have_240_bytes() -> None:
    assert sendpage.MAX_SUBJECT_BYTES == 240
