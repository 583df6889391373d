"""What is put on a wiki is never put over what people wrote."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from outreach.installing import Fate, decide, marked, plan, texts
from outreach.pages import Outlook, Page

from tests.samples.sendwiki import BOT, SendWiki, trust

OLD, NEW = 'Old text\n', 'New text\n'
THEIRS = marked(OLD).replace('Old', 'Our own')


@pytest.mark.parametrize(
    ('stands', 'folder', 'fate'),
    [
        (None, NEW, Fate.NEW),
        (marked(OLD), OLD, Fate.SAME),
        (marked(OLD), NEW, Fate.NEWER),
        (OLD, OLD, Fate.SAME),
        (OLD, NEW, Fate.THEIRS),
        (THEIRS, OLD, Fate.CHANGED),
        (THEIRS, NEW, Fate.BOTH),
        (f'{marked(OLD)}\nMore', NEW, Fate.THEIRS),
        (THEIRS.replace('Our own', 'New'), NEW, Fate.SAME),
        ('', NEW, Fate.THEIRS),
    ],
)
def test_three_texts_decide(stands: str | None, folder: str, fate: Fate) -> None:
    page = Page('Template:X') if stands is None else Page('Template:X', stands, 7)
    found = decide(page, folder)
    assert found.fate is fate
    assert found.writes is (fate in (Fate.NEW, Fate.NEWER))
    assert decide(Page('Template:X', found.text, 8), folder).fate is Fate.SAME


def test_every_file_is_the_page_of_its_path() -> None:
    found = texts(Path(__file__).parents[1] / 'onwiki')
    assert 'Template:Outreach campaign/leave/intro' in found
    assert 'Help:Outreach campaigns' in found
    assert all(marked(text).startswith(text.rstrip()) for text in found.values())


class Installed(SendWiki):
    """A wiki that counts what is asked about its histories."""

    looked_at = 0

    def read_many(self, titles: Collection[str]) -> dict[str, Page]:
        return {title: self.read(title) for title in titles}

    def before_edit(self, titles: Collection[str]) -> dict[str, Outlook]:
        self.looked_at += 1
        return {
            title: Outlook('', frozenset(row.user for row in self.rows if row.title == title))
            for title in titles
        }


def test_the_history_tells_a_page_that_was_replaced_from_one_that_was_never_ours() -> None:
    wiki = Installed()
    folder = {f'Template:{name}': NEW for name in ('Replaced', 'Theirs', 'Tidied', 'Kept', 'Same')}
    wiki.edit('Template:Replaced', marked(OLD), BOT)
    wiki.edit('Template:Replaced', 'hello', 'Eve')
    wiki.edit('Template:Theirs', 'Their own', 'Ann')
    wiki.edit('Template:Tidied', 'Their own', 'Ann')
    wiki.edit('Template:Tidied', 'Their own page', BOT)
    wiki.edit('Template:Kept', 'Their own', 'Ann')
    wiki.edit('Template:Same', marked(NEW), BOT)
    found = {one.page.title: one for one in plan(trust(wiki), folder, {'Template:Kept'})}
    assert {title.partition(':')[2]: one.fate for title, one in found.items()} == {
        'Replaced': Fate.REPLACED, 'Theirs': Fate.THEIRS, 'Tidied': Fate.THEIRS, 'Kept': Fate.KEPT,
        'Same': Fate.SAME,
    }  # fmt: skip
    assert [title for title, one in found.items() if one.to_look_at] == [
        'Template:Replaced', 'Template:Theirs', 'Template:Tidied',
    ]  # fmt: skip
    assert not any(one.writes for one in found.values())
    assert 'by people since it was put there (last by Eve)' in found['Template:Replaced'].in_words()
    assert 'compare it with the folder by hand' in found['Template:Theirs'].in_words()
    assert wiki.looked_at == 1


def test_nothing_is_asked_about_histories_where_all_is_ours() -> None:
    wiki = Installed()
    wiki.edit('Template:X', marked(NEW), BOT)
    assert [one.fate for one in plan(trust(wiki), {'Template:X': NEW}, ())] == [Fate.SAME]
    assert wiki.looked_at == 0
