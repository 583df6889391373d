"""Previews of messages as files."""

from __future__ import annotations

from pathlib import Path

from outreach.sends import preview
from outreach.sends.message import Message
from outreach.sends.preview import Preview


def made(language: str, subject: str, direction: str = 'ltr') -> Preview:
    return Preview(Message(language, 'M', 1, subject, 'Text'), f'== {subject} ==', '<p>Text</p>', direction)


def test_each_language_is_a_click_away_from_the_index(tmp_path: Path) -> None:
    previews = [made('en', 'Cats & <b>dogs'), made('ar', 'مرحبا', 'rtl'), made('en', 'Others')]
    paths = preview.write(previews, tmp_path / 'out', 'meta.wikimedia.test')
    assert [path.name for path in paths] == [
        'en.wikitext', 'en.html', 'ar.wikitext', 'ar.html', 'en-2.wikitext', 'en-2.html', 'index.html',
    ]  # fmt: skip
    index = paths[-1].read_text(encoding='utf-8')
    assert '<li>en: <a href="en.html"><bdi>Cats &amp; &lt;b&gt;dogs</bdi></a>' in index
    assert '<a href="en-2.html"><bdi>Others</bdi>' in index
    assert '<html lang="ar" dir="rtl">' in (tmp_path / 'out' / 'ar.html').read_text(encoding='utf-8')


def test_pages_are_as_wide_as_a_talk_page_and_light_or_dark_as_the_browser(tmp_path: Path) -> None:
    preview.write([made('en', 'Hello')], tmp_path, 'meta.wikimedia.test')
    for name in ('en.html', 'index.html'):
        text = (tmp_path / name).read_text(encoding='utf-8')
        assert 'max-inline-size: 50em' in text
        assert 'color-scheme: light dark' in text


def test_a_page_of_previews_says_what_it_is() -> None:
    text = preview.on_page([made('en', 'Hello'), made('sv', 'Hej')], 'A preview.')
    assert text == "''A preview.''\n\n== Hello ==\n\n== Hej =="
