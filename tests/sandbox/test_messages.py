"""Messages on real MediaWiki: what is said about them, previews, translations, and that they arrive."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from outreach import editlinks

from sandbox.worlds.medicine import ADMIN
from tests.sandbox.tools.stage import CAMPAIGN, EN, LEAVE, META, SEND, SV, TEXT, Stage


def test_a_text_that_another_campaign_sent_lately_is_called_so(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND)
    second = 'Outreach/Second'
    stage.organizer.edit(
        second,
        '{{Outreach campaign\n| consent = agreed\n| discussion = https://meta.wikimedia.test/wiki/Talk:X\n'
        '| cooldown = 0\n| list = Outreach/Delivery/Targets\n}}',
    )
    simulate = ('send_message', f'-campaign:{second}', '-simulate')
    for text, warned in ((TEXT, True), (f'{TEXT} Number 2.', False)):
        stage.organizer.edit(f'{second}/Message', text)
        said = stage.run(simulate)
        assert (f'this very text was sent from {CAMPAIGN}/Send/1/en lately' in said) is warned
        assert ('lately' in said) is warned


def test_a_preview_is_written_in_the_direction_of_its_language(stage: Stage, tmp_path: Path) -> None:
    stage.prepare(('User talk:سامي النجار', 'ar.wikipedia.test'), ('User talk:Grace Abara', EN))
    stage.organizer.edit(f'{CAMPAIGN}/Message/ar', f'== مرحبا ==\nنص الرسالة. {LEAVE}')
    stage.run(SEND, f'-preview:{tmp_path}')
    pages = {code: (tmp_path / f'{code}.html').read_text(encoding='utf-8') for code in ('ar', 'en')}
    assert '<html lang="ar" dir="rtl">' in pages['ar']
    assert 'نص الرسالة' in pages['ar']
    assert '<html lang="en" dir="ltr">' in pages['en']
    assert stage.sends() == []


SOURCE = f"""<languages/>
<translate>
== Hello == <!--T:1-->

<!--T:2-->
Text with <tvar name="1">a name</tvar>. {LEAVE}
</translate>
"""
# what the Translate extension makes of that page: the source, a translation that is out of date and one
# of which the heading is not translated
TRANSLATIONS = {
    'en': f'<languages/>\n== Hello ==\n\nText with a name. {LEAVE}',
    'sv': f'<languages/>\n<div class="mw-translate-fuzzy">\n== Hej ==\n</div>\n\nText med a name. {LEAVE}',
    'de': '<languages/>\n<div lang="en" dir="ltr" class="mw-content-ltr">\n== Hello ==\n</div>\n\n'
    f'Text mit a name. {LEAVE}',
}


TRANSLATIONS = {
    'en': f'<languages/>\n== Hello ==\n\nText with a name. {LEAVE}',
    'sv': f'<languages/>\n<div class="mw-translate-fuzzy">\n== Hej ==\n</div>\n\nText med a name. {LEAVE}',
    'de': '<languages/>\n<div lang="en" dir="ltr" class="mw-content-ltr">\n== Hello ==\n</div>\n\n'
    f'Text mit a name. {LEAVE}',
}


def test_pages_of_the_translate_extension_are_read_without_their_markup(stage: Stage) -> None:
    targets = {code: f'Project talk:Read in {code}' for code in ('en', 'sv', 'de')}
    stage.prepare(*((page, f'{code}.wikipedia.test') for code, page in targets.items()), message=SOURCE)
    for code, text in TRANSLATIONS.items():
        stage.organizer.edit(f'{CAMPAIGN}/Message/{code}', text)
    assert 'To consent beforehand: -accept:message-lint' in stage.run(SEND, code=3)
    assert stage.sends() == []
    said = stage.run(SEND, '-accept:message-lint')
    assert 'Message/sv: parts translated from a text that was changed since: 1' in said
    assert 'Message/de: parts not translated yet: 1' in said
    assert 'was changed' not in said.replace('that was changed since', '')
    stage.farm.run_jobs()
    for code, words in {'en': 'Text with a', 'sv': 'Text med a', 'de': 'Text mit a'}.items():
        heading = '== Hej ==' if code == 'sv' else '== Hello =='
        arrived = (stage.farm.client(f'{code}.wikipedia.test').text(targets[code]) or '').partition('<!--')[0]
        assert re.sub(r'\n+', '\n', arrived).strip() == f'{heading}\n{words} name. {LEAVE}'


HOSTILE = [
    ("''Odd'' 'quotes' & <b", 'never sent: the subject has a tag'),
    (
        'A = B == {{int:Hello}} می\u200cخواهم',
        '{{<includeonly/>subst:ROOTPAGENAME}}, 1 < 2 &amp; x|y\n\n== No subject ==\n\tx',
    ),
]


@pytest.mark.parametrize(('subject', 'body'), HOSTILE)
def test_what_arrives_is_what_the_preview_shows(
    stage: Stage, tmp_path: Path, subject: str, body: str
) -> None:
    stage.prepare(('User talk:Grace Abara', EN), message=f'== {subject} ==\n{body}\n{LEAVE}')
    bad = '<' in subject
    stage.run(SEND, f'-preview:{tmp_path}')
    shown = (tmp_path / 'en.wikitext').read_text(encoding='utf-8').strip()
    assert (tmp_path / 'en.html').exists()
    stage.run(SEND, '-accept:message-lint', code=2 if bad else 0)  # the subject is odd indeed
    stage.farm.run_jobs()
    talk = stage.farm.client(EN).text('User talk:Grace Abara') or ''
    if bad:
        assert stage.sends() == []
        return
    section = talk[talk.index(f'== {subject} ==') :]
    arrived, comment, _ = section.rpartition('<!--')
    assert comment
    by_name = shown.replace('{{subst:ROOTPAGENAME}}', 'Grace Abara')
    assert (by_name == shown) is ('ROOTPAGENAME' not in body)
    assert arrived.strip() == by_name


def test_what_the_wiki_adds_to_every_message_is_previewed_and_checked(stage: Stage, tmp_path: Path) -> None:
    stage.readers(waves='1, rest')
    stage.organizer.edit(f'{CAMPAIGN}/Message/sv', f'== Hej ==\nText. {LEAVE}')
    stage.prepare(('User talk:Grace Abara', EN), ('User talk:Ingrid Ek', SV), waves='1, rest')
    admin = stage.farm.login(ADMIN, META)
    admin.edit('MediaWiki:Massmessage-message-footer', "<small>Sent by the ''Outreach'' team")
    assert '<small> is not closed' in stage.run(SEND, code=2)
    admin.edit('MediaWiki:Massmessage-message-footer', "Sent by the ''Outreach'' team")
    stage.run(SEND, f'-preview:{tmp_path}')
    for name in ('en', 'sv'):  # one wave of one person, and yet all languages
        shown = (tmp_path / f'{name}.wikitext').read_text(encoding='utf-8')
        assert shown.endswith("\nSent by the ''Outreach'' team\n")


def test_a_language_that_nobody_knows_is_refused(stage: Stage) -> None:
    stage.readers()
    assert '-fallback: qq is no language' in stage.run(SEND, '-fallback:qq', code=2)


def test_links_that_a_wiki_blocks_are_named_before_the_first_wave(stage: Stage) -> None:
    text = f'== Hello ==\nSee https://evil.example/page and https://good.example/. {LEAVE}'
    stage.prepare(('User talk:Grace Abara', EN), ('User talk:Organizer', META), message=text)
    with stage.farm.blocking_links('metawiki'):
        stage.farm.login(ADMIN).edit('MediaWiki:Spam-blacklist', 'evil\\.example')
        said = stage.run(SEND, '-simulate')
    assert f'{META}: blocks evil.example: the message would not arrive there' in said
    assert f'{EN}: does not tell which links it blocks' in said


def opened(stage: Stage, link: str) -> tuple[str, str]:
    """Return what is said above an edit form of the organizer, and what stands in its box."""
    page = stage.organizer.get(link.removeprefix('https://meta.wikimedia.test')).text
    box = re.search(r'<textarea[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert box
    return page[: box.start()], html.unescape(box[1])


def translation(stage: Stage, *, filled: bool) -> tuple[str, str]:
    """Return the same of the form of the Swedish text, as the page of status has it."""
    link = editlinks.translate(f'{CAMPAIGN}/Message', 'sv', filled=filled)
    return opened(
        stage, f'/w/index.php?title={CAMPAIGN}/Message/sv&{link.partition("|")[2].removesuffix("}}")}'
    )


def test_a_translation_greets_each_reader_and_leads_back_as_its_original_does(stage: Stage) -> None:
    form = 'Template:Outreach campaign/message'
    said, text = opened(
        stage, f'/w/index.php?title={CAMPAIGN}/Message&action=edit&preload={form}&editintro={form}/intro'
    )
    assert '{{{reader|(your name)}}}' in said
    for old, new in (
        ('Subject of the message', 'Hello'),
        ('Hello, …', 'Hello {{{reader|(your name)}}}!'),
        ('Why you get this: …', 'You wrote about it.'),
        ('… ~~', 'Ann ~~'),
    ):
        assert old in text
        text = text.replace(old, new)
    stage.prepare(('User talk:Grace Abara', EN), ('User talk:Ingrid Ek', SV), message=text)
    said, text = translation(stage, filled=True)
    assert 'Du översätter ett meddelande' in said
    assert 'You have followed a link' not in said
    assert 'kampanjens statussida' in said
    stage.organizer.edit(
        f'{CAMPAIGN}/Message/sv', text.replace('Hello', 'Hej').replace('your name', 'ditt namn')
    )
    page = stage.organizer.get(f'/wiki/{CAMPAIGN}/Message/sv').text
    assert 'class="outreach-navigation"' in page
    assert 'Hej (ditt namn)!' in page
    stage.run(SEND)
    stage.farm.run_jobs()
    for host, name, hello in ((EN, 'Grace Abara', 'Hello'), (SV, 'Ingrid Ek', 'Hej')):
        arrived = (stage.farm.client(host).text(f'User talk:{name}') or '').partition(f'== {hello} ==')[2]
        assert arrived.strip().startswith(f'{hello} {name}!\n\n<span class="outreach-why">')
        assert 'navigation' not in arrived


def test_an_original_with_tags_is_copied_and_a_greeting_without_its_tags_is_an_error(
    stage: Stage,
) -> None:
    wished = '<noinclude>(your name)</noinclude><includeonly>{{subst:ROOTPAGENAME}}</includeonly>'
    stage.prepare(
        ('User talk:Grace Abara', EN),
        ('User talk:Ingrid Ek', SV),
        message=f'== Hello ==\nHello {wished}! {LEAVE}',
    )
    said, text = translation(stage, filled=False)
    assert 'originalets källtext' in said
    assert text == ''
    # what a form that is filled with it makes of it
    _, text = translation(stage, filled=True)
    assert 'Hello {{subst:ROOTPAGENAME}}!' in text
    stage.organizer.edit(f'{CAMPAIGN}/Message/sv', text.replace('Hello', 'Hej'))
    assert 'Hej Outreach!' in (stage.organizer.text(f'{CAMPAIGN}/Message/sv') or '')
    said = stage.run(SEND, '-accept:message-lint', code=2)
    assert f'{CAMPAIGN}/Message/sv: calls its readers "Outreach", as its page is called' in said
    assert stage.sends() == []


def test_a_page_of_previews_says_of_which_campaign_it_is(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND, '-onpage')
    page = stage.farm.client(META).text('User:Outreach-bot/Message preview') or ''
    assert page.startswith("''A preview of the message of [[")
    assert 'nothing was sent. What greets each reader by name greets Outreach-bot here.' in page
