"""Which translations of a message may be out of date, and how a new page says its language."""

from __future__ import annotations

from typing import cast

import pytest
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.sends import messagepages
from outreach.sends.messagepages import messages_of
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned

BASE = 'Outreach/Medicine/Message'
TRANSLATED = """\
<languages/>
<noinclude>Please translate this.</noinclude>
<translate>
== Translation month == <!--T:1-->

<!--T:2-->
Come and help <tvar name="who">us</tvar> and <tvar|x>them</>. ~~~~~
</translate>
"""
# what Translate writes where a part has not been translated: around blocks, and inside a line
UNTRANSLATED = '<div lang="en" dir="ltr" class="mw-content-ltr">\n{}\n</div>'
FUZZY = '<div class="mw-translate-fuzzy">\n{}\n</div>'


def doubts(**texts: str) -> dict[str, tuple[str, ...]]:
    """Return by language what is doubtful of pages that were changed one a minute, in this order."""
    pages = [
        Page(
            BASE if code == 'base' else f'{BASE}/{code}',
            text,
            revid=number,
            timestamp=f'2026-01-01T00:0{number}:00Z',
            user='Eve' if code == 'base' else 'Ann',
        )
        for number, (code, text) in enumerate(texts.items(), 1)
    ]
    return {code: one.doubts for code, one in messages_of(pages, BASE, 'en').items()}


def test_a_translation_older_than_its_source_may_be_out_of_date() -> None:
    found = doubts(sv='== Hej ==\nText', base='== Hello ==\nText', de='== Hallo ==\nText')
    assert doubts(base='== Hello ==\nOld', en='== Hello ==\nNew') == {'en': ()}
    assert found == {'sv': (f'may be out of date: {BASE} was changed later by Eve',), 'en': (), 'de': ()}


def test_translate_tells_which_parts_are_out_of_date_or_not_translated() -> None:
    source = '== Translation month ==\n\nCome and help us and them. ~~~~~'
    half = '\n\n'.join((FUZZY.format('== Hej =='), UNTRANSLATED.format('Come'), FUZZY.format('Hjälp')))
    found = doubts(sv=f'<languages/>\n{half}', de='== Monat ==\nKommt', en=source, base=TRANSLATED)
    said = ('parts not translated yet: 1', 'parts translated from a text that was changed since: 2')
    assert found == {'sv': said, 'de': (), 'en': ()}
    changed = TRANSLATED.replace('Come', 'Do come')
    unmarked = f'{BASE} was changed since it was last marked for translation'
    assert doubts(base=changed, en=source)['en'] == (unmarked,)


ARABIC = {'code': 'ar', 'fallbacks': [], 'dir': 'rtl', 'autonym': 'العربية'}


def test_the_direction_is_asked_for_once_and_only_where_a_page_is_new() -> None:
    wiki = Canned(lambda _: {'query': {'languageinfo': {'ar': ARABIC}}})
    frame = messagepages.frame(cast(Wiki, wiki), 'ar')
    assert wiki.asked == []
    assert frame('a').startswith('<div lang="ar" dir="rtl"')
    assert frame('b').startswith('<div lang="ar" dir="rtl"')
    assert len(wiki.asked) == 1
    assert messagepages.frame(cast(Wiki, wiki), 'en')('c') == 'c'


def test_a_message_that_is_not_there_may_be_another_one_that_is() -> None:
    with pytest.raises(BadInput) as caught:
        messages_of([], BASE, 'en')
    assert [one.absent for one in caught.value.problems] == [BASE]
    with pytest.raises(BadInput) as caught:
        messages_of([Page(f'{BASE}/sv', '== Hej ==\nText', revid=1)], BASE, 'en')
    assert [one.absent for one in caught.value.problems] == ['']
