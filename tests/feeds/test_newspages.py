"""Pages of news as they are read."""

from __future__ import annotations

from typing import cast

import pytest
from outreach.farm import Farm
from outreach.feeds.feedpage import Region
from outreach.feeds.feedsettings import FeedSettings
from outreach.feeds.newspages import NewsPage, signed_up
from outreach.pages import Page
from outreach.problems import BadInput


def test_a_digest_whose_markers_are_broken_is_named_with_its_line() -> None:
    page = Page('News/Digest', '* [[User:Ann]]\n<!-- outreach:begin digest -->\nNews.', 7)
    with pytest.raises(BadInput, match='News/Digest, line 2'):
        signed_up(cast(Farm, None), page)


def test_a_page_of_one_language_whose_markers_are_broken_is_named_with_its_line() -> None:
    settings = FeedSettings('News', (), per_language=True)
    news = NewsPage(Page('News', '', 6), settings, Region())
    broken = Page('News/sv', 'Nytt.\n<!-- outreach:end feed -->', 7)
    with pytest.raises(BadInput, match='News/sv, line 2'):
        news.in_language('sv', broken)
