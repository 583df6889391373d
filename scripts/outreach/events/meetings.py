"""Links into meetings, which are shown nowhere: who has one can enter.

All that sources and rows say comes through `eventlinks` (texts and addresses) or `entrydata` (what stands on
a page already), and both ask here; so page, map, comments and files need no look of their own.
"""

from __future__ import annotations

import re

HOSTS = (
    'zoom.us', 'zoom.com', 'zoomgov.com', 'meet.google.com', 'teams.microsoft.com', 'teams.live.com',
    'meet.jit.si', '8x8.vc', 'webex.com', 'whereby.com', 'gotomeeting.com', 'meet.goto.com',
    'meet.wmcloud.org',
)  # fmt: skip
MEETING = re.compile(
    rf'(?:^|[^\w-])(?:{"|".join(map(re.escape, HOSTS))})(?![\w-]|\.\w)', re.IGNORECASE | re.ASCII
)


def leads_into_meeting(word: str) -> bool:
    """Return whether a web address, with `https://` or without it, is one of a meeting."""
    return MEETING.search(word) is not None


def without_meetings(text: str) -> str:
    """Return a text of one line without the addresses of meetings, and without what joined them to it."""
    kept = [word for word in text.split(' ') if not leads_into_meeting(word)]
    made = ' '.join(kept)
    return text if made == text else made.strip(' ,;:–-(')
