"""Which languages the page of languages has rows for."""

from __future__ import annotations

from outreach.channels.languagecoverage import LanguageRow, gaps
from outreach.channels.languagepage import languages_of

from tests.channels.test_directory import MATRIX


# contract of channels: M18
def test_a_wiki_that_nobody_listed_has_a_row_and_no_channel() -> None:
    codes = languages_of(MATRIX, ['sv'], ['xh'])
    assert codes == ['en', 'et', 'sv', 'xh']
    lacks = [(one.language, one.lack) for one in gaps([LanguageRow(code) for code in codes], with_text=False)]
    assert ('et', 'no-channel') in lacks
