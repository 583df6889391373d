"""A log on which people write, its words, and the wikis that it links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from outreach import phrases
from outreach.promotion.logpage import Vocabulary
from outreach.promotion.places import Wikis
from outreach.sitematrix import WikiInfo

from tests.samples.wikis import look_of

HOME = 'meta.wikimedia.org'
LANGUAGES = phrases.of_script('log_promotion')
WORDS = Vocabulary.of(LANGUAGES.values())
MATRIX = (
    *(WikiInfo(f'{code}wiki', f'{code}.wikipedia.org', code, 'wiki') for code in ('en', 'sv', 'de', 'eo')),
    WikiInfo('enwiktionary', 'en.wiktionary.org', 'en', 'wiktionary'),
    WikiInfo('svwiktionary', 'sv.wiktionary.org', 'sv', 'wiktionary'),
    WikiInfo('be_x_oldwiki', 'be-tarask.wikipedia.org', 'be-tarask', 'wiki'),
    WikiInfo('commonswiki', 'commons.wikimedia.org', 'en', 'commons'),
    WikiInfo('metawiki', HOME, 'en', 'meta'),
)
WIKIS = Wikis(MATRIX, HOME, look_of(MATRIX))


def say(key: str, **parameters: Any) -> str:
    return LANGUAGES['en'][key] % parameters if parameters else LANGUAGES['en'][key]


Speaker = Callable[..., str]


SIGNED = '[[User:Bo Ek|Bo]] ([[User talk:Bo Ek|talk]]) 10:12, 3 March 2026 (UTC)'


# a log as version 0.1 began it
EARLIER = """Where [[:Outreach/Alps]] was announced.

<!-- outreach:begin log -->
<div style="overflow-x: auto;">
{| class="wikitable sortable plainlinks" tabindex="0"
|+ Where the campaign was announced
! scope="col" | Date
! scope="col" | Channel
! scope="col" | Wiki or platform
! scope="col" | Language
! scope="col" | Region
! scope="col" | Audience
! scope="col" style="min-width: 6em;" | Link
! scope="col" | By
! scope="col" | Status
! scope="col" style="min-width: 6em;" | Reach
! scope="col" | Feedback
! scope="col" style="min-width: 6em;" | Notes
|}
</div>
<!-- outreach:end log -->
"""

ROWS = ''.join(
    '|-\n| ' + ' || '.join(cells) + '\n'
    for cells in (
        ('2026-03-01', 'village pump', '[[:sv:Wikipedia:Bybrunnen]]', '', '', '', '', '[[User:Bo|Bo]]',
         'sent', 'ca. 1,200', '', ''),
        ('', 'E-postlista', 'wikimedia-l', 'sv', '', '', '', '', 'föreslagen', '', '', ''),
        ('2026-04', 'bybrunn', 'svwiki <!-- hosts: sv.wikipedia.org de.wikipedia.org -->', '', '', '', '', '',
         '{{done}}', '5', '', ''),
        ('2026-05-01', 'smoke signals', '', '', '', '', 'https://en.wikipedia.org/wiki/X', ''),
        ('2026-06-01', 'forum', 'x', '', '', '', '', '', 'what?'),
    )
)  # fmt: skip
