"""Letters as mails: parsed back they are what was meant, and one person gets them."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st
from outreach.letters import mail
from outreach.letters.letter import Letter
from outreach.letters.lettertext import unseen
from outreach.letters.mailaddress import as_text
from outreach.letters.mailsettings import MailSettings

from tests.letters.samples import CAMPAIGN, NOW, SETTINGS, letters, person

(ONE,) = letters(1)
IDENT = '<0123.outreach-x@example.org>'
NAMES = st.text(st.characters(exclude_categories=['Cs']), max_size=60).filter(lambda text: not unseen(text))
HOSTILE = st.sampled_from(
    ['Ünal, Öz <x@evil.example>', '"; x@evil.example', 'a@b.example, c@d.example', '=?utf-8?q?x?=', '=' * 90,
     'Ж' * 80,     ':;<>()']
)  # fmt: skip


def made(letter: Letter, settings: MailSettings = SETTINGS, campaign: str = CAMPAIGN) -> bytes:
    return mail.as_bytes(mail.build(letter, IDENT, campaign, settings, NOW, draft=True))


def squeezed(words: str) -> str:
    """Return words without blanks: Python leaves some between the parts of a name that was folded."""
    return ''.join(words.split())


def back(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


# letters: C37
@given(
    NAMES | HOSTILE,
    NAMES | HOSTILE,
    st.text(st.characters(exclude_categories=['Cs', 'Cc']), min_size=1, max_size=300),
)
def test_a_letter_parsed_back_is_what_was_meant(name: str, sender: str, body: str) -> None:
    letter = replace(ONE, recipient=replace(person(), name=name), body=f'{body}\n.\nFrom me')
    content = made(letter, replace(SETTINGS, name=sender))
    read = back(content)
    assert [one.addr_spec for one in read['To'].addresses] == ['p1@example.org']
    assert [one.addr_spec for one in read['From'].addresses] == ['olga@example.org']
    assert squeezed(read['To'].addresses[0].display_name) == squeezed(as_text(name))
    assert squeezed(read['From'].addresses[0].display_name) == squeezed(as_text(sender))
    assert read.get_content().rstrip('\r\n').splitlines() == letter.body.rstrip('\r\n').splitlines()
    assert content.isascii()
    assert max(map(len, content.split(b'\r\n'))) <= 998
    assert not re.search(rb'(?<!\r)\n', content)
    assert not read.defects


# letters: C37
@given(NAMES)
def test_a_subject_is_one_header(subject: str) -> None:
    read = back(made(replace(ONE, subject=' '.join(subject.split()))))
    assert read['Subject'] == as_text(subject)
    assert set(read.keys()) == {
        'From', 'To', 'Subject', 'Date', 'Message-ID', 'Content-Language', 'List-Unsubscribe', 'X-Unsent',
        'Content-Type', 'Content-Transfer-Encoding', 'MIME-Version',
    }  # fmt: skip


# letters: T10
def test_a_comma_in_the_name_and_a_long_address_to_unsubscribe() -> None:
    campaign = 'Outreach/' + 'A campaign with a long name ' * 4
    content = made(ONE, replace(SETTINGS, name='Doe, Jane'), campaign)
    (line,) = [one for one in content.split(b'\r\n') if one.startswith(b'List-Unsubscribe:')]
    assert len(line) > 140
    assert line.endswith(b'>')
    assert b'=?' not in line
    assert b'From: "Doe, Jane" <olga@example.org>\r\n' in content
    assert f'Message-ID: {IDENT}\r\n'.encode() in content


# letters: C36
def test_the_same_letter_is_the_same_bytes() -> None:
    assert made(ONE) == made(ONE)
    assert back(made(ONE))['Date'].datetime == NOW


def test_without_settings_a_draft_has_no_sender() -> None:
    read = back(made(ONE, MailSettings()))
    assert read['From'] is None
    assert read['List-Unsubscribe'] is None
    assert mail.message_id('ab', 'Outreach/Ünit 1', MailSettings()) == '<ab.outreach-nit-1@outreach.invalid>'
    assert mail.message_id('ab', CAMPAIGN, SETTINGS) == '<ab.outreach-x@example.org>'


def test_a_letter_that_is_sent_is_no_draft() -> None:
    assert 'X-Unsent' not in mail.build(ONE, IDENT, CAMPAIGN, SETTINGS, NOW, draft=False)


def test_answers_go_where_they_are_wanted() -> None:
    settings = replace(SETTINGS, replyto='desk@example.org')
    assert back(made(ONE, settings))['Reply-To'] == '"Olga, the organizer" <desk@example.org>'
    assert mail.unsubscribe(CAMPAIGN, settings).startswith('<mailto:desk@example.org?subject=unsubscribe%20')
