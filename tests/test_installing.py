"""What is put on a wiki is never put over what people wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from outreach.installing import Fate, decide, marked, texts
from outreach.pages import Page

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
