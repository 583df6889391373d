"""What each language community has, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from outreach import phrases
from outreach.channels.languagecoverage import (
    Band,
    DiscussionResult,
    Gap,
    LanguageRow,
    Translation,
    band,
    gaps,
    read_translations,
    render,
    render_results,
    translations,
)
from outreach.channels.liveness import Liveness
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ENGLISH = phrases.of_script('map_channels')['en']


def say(key: str, **values: object) -> str:
    return ENGLISH[key] % values if values else ENGLISH[key]


@pytest.mark.parametrize(
    ('days', 'shown'), [(30, Band.MONTH), (31, Band.HALF_YEAR), (180, Band.HALF_YEAR), (181, Band.OLDER)]
)
def test_a_liaison_is_shown_by_a_band(days: int, shown: Band) -> None:
    assert band(NOW - timedelta(days=days), NOW, exists=True, barred=False) is shown


def test_who_is_locked_or_no_account_is_gone_and_who_is_not_known_is_not() -> None:
    assert band(NOW, NOW, exists=True, barred=True) is Band.GONE
    assert band(None, NOW, exists=False, barred=False) is Band.GONE
    assert band(None, NOW, exists=True, barred=False) is Band.UNKNOWN


# contract of channels: M18
def test_what_is_missing_is_named_for_each_language() -> None:
    rows = [
        LanguageRow('cs'),
        LanguageRow('da', (Liveness.DEAD, Liveness.NOTICE_BOARD), liaisons=(('[[User:Ann]]', Band.MONTH),)),
        LanguageRow('de', (Liveness.DEAD, Liveness.SLOW), translation=Translation(10, 9)),
        LanguageRow('sv', (Liveness.UNKNOWN,), translation=Translation(10, 10)),
        LanguageRow('th', (Liveness.DEAD, Liveness.SAID), (), (('x', Band.MONTH),), Translation(1, 1)),
    ]
    assert gaps(rows, with_text=True) == [
        Gap('cs', 'no-channel'), Gap('cs', 'no-liaison'), Gap('cs', 'not-translated'),
        Gap('da', 'only-dead'), Gap('da', 'not-translated'),
        Gap('de', 'no-liaison'), Gap('de', 'not-translated'),
        Gap('sv', 'no-liaison'),
    ]  # fmt: skip
    assert Gap('sv', 'not-translated') not in gaps(rows, with_text=False)


def test_translations_are_read_and_what_lacks_a_number_is_not_known() -> None:
    rows = [
        {'language': 'sv', 'total': 40, 'translated': 30, 'fuzzy': 2, 'proofread': 0},
        {'language': 'de', 'total': 40},
    ]
    assert translations(rows) == {'sv': Translation(40, 30, 2)}
    assert translations(rows)['sv'].percent == 75


@pytest.mark.parametrize('stalled', [False, True])
def test_translations_are_asked_for_to_the_end_or_as_far_as_the_wiki_counted(*, stalled: bool) -> None:
    """The wiki says the same offset again until it has counted on; channels: M18."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        further = bool(asked.get('mgsoffset'))
        rows = [{'language': 'sv' if further else 'da', 'total': 4, 'translated': 1, 'fuzzy': 0}]
        if further and not stalled:
            return {'query': {'messagegroupstats': rows}}
        return {
            'query': {'messagegroupstats': [] if further else rows},
            'continue': {'mgsoffset': 'sv', 'continue': '||'},
        }

    wiki = Canned(answer)
    found = read_translations(cast(Wiki, wiki), 'X')
    assert set(found or ()) == ({'da'} if stalled else {'da', 'sv'})
    assert len(wiki.asked) == 2


# contract of channels: M18
def test_the_table_says_it_in_words() -> None:
    ann = ('[[User:Ann|Ann]]', Band.OLDER)
    translation = Translation(4, 3, 1)
    row = LanguageRow('sv', (Liveness.ALIVE,), ('[//x y]',), (ann,), translation, announced='yes')
    text = render([row, LanguageRow('cs')], 'X/Channels', say, with_text=True, with_log=True)
    assert (
        '| ✓ alive\n| [//x y]\n| [[User:Ann|Ann]] (last edit longer ago)\n| 75 %, 1 outdated\n| yes\n' in text
    )
    assert 'no channel, no liaison, text not translated' in text


# contract of channels: M18
def test_a_column_in_which_nothing_would_stand_is_left_out() -> None:
    for row, names in (
        (LanguageRow('cs'), ('Language', 'A channel that lives', 'What is missing')),
        (
            LanguageRow('sv', preferred=('[//x y]',)),
            ('Language', 'A channel that lives', 'Preferred', 'What is missing'),
        ),
    ):
        text = render([row], 'X/Channels', say, with_text=False, with_log=False)
        assert re.findall(r'^! scope="col" \| (.*)', text, re.MULTILINE) == list(names)
        assert len(text.split('|-')[2].split('\n')) == len(names) + 2


# contract of channels: M24
def test_what_came_of_discussions_is_a_table_of_source_context_and_content() -> None:
    text = render_results([DiscussionResult('[//x y]', 'sv', '[//c pump]', '40 people {{asked}} for X')], say)
    heads = [line.rpartition(' ')[2] for line in text.splitlines() if line.startswith('!')]
    assert heads == ['Source', 'Context', 'Content']
    assert '| [//x y]\n| sv<br />[//c pump]\n| 40 people &#123;&#123;asked' in text
    assert render_results([], say) == ''
