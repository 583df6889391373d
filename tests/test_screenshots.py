"""The pictures of pages in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / 'README.md', ROOT / 'onwiki' / 'README.md', *sorted((ROOT / 'docs').glob('*.md'))]


def test_every_picture_is_shown_and_what_is_shown_is_there() -> None:
    shown = {
        name
        for page in PAGES
        for name in re.findall(r'screenshots/([\w-]+\.png)\)', page.read_text(encoding='utf-8'))
    }
    assert shown == {path.name for path in (ROOT / 'docs' / 'screenshots').iterdir()}
