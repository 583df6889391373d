"""What a list and its funnel say about themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from outreach import editlinks, phrases
from outreach.audience import listwords
from outreach.audience.funnel import Funnel, FunnelStep, from_wikitext
from outreach.audience.topic import ListedTitle, Sources
from outreach.lists.listheadings import WikiHeadings
from outreach.sitematrix import WikiInfo

from tests.samples.briefs import BRIEF
from tests.samples.plurals import with_plurals

WORDS = phrases.of_script('build_targets')['en']
CAMPAIGN = replace(BRIEF, campaign='Outreach/Alps', list_title='Outreach/Alps/Targets')
FUNNEL = Funnel((FunnelStep('editors', 9), FunnelStep('listed', 5)))


def say(key: str, **parameters: Any) -> str:
    text = with_plurals(WORDS[key], parameters)
    return text % parameters if parameters else text


def test_headings_of_wikis_have_the_languages_that_the_wikis_tell() -> None:
    found = listwords.wiki_headings([WikiInfo('svwiki', 'sv.w.org', 'sv', autonym='svenska')], say)
    assert found == WikiHeadings({'sv.w.org': 'svenska'}, say('heading-together'), always=True)


def test_a_list_says_its_topic_who_keeps_it_and_how_to_leave() -> None:
    said = listwords.lead(CAMPAIGN, [], 'Bot', say)
    for part in ('This list is for [[:Outreach/Alps]].', "The topic: ''B'', on en.", '[[User:Bot|Bot]]',
                 '[[:Outreach/Alps/Funnel]]', 'Template%3AOutreach%20campaign%2Fleave'):  # fmt: skip
        assert part in said, part
    alone = listwords.lead(BRIEF, [], '', say)
    assert say('rule-leave') in alone
    assert 'is kept by' not in alone


def test_how_to_leave_a_list_or_everything_stands_before_all_else() -> None:
    first, everything, rest = listwords.lead(CAMPAIGN, [], "Bot''s", say).split('\n\n')
    form = editlinks.leave('Outreach/Alps/Requests')
    assert first.startswith(f'[{form} Take me off this list] · [')
    form = editlinks.leave("User:Bot''s/No messages")
    assert everything == f'[{form} Take me off everything from Bot&#39;&#39;s]'
    assert rest.startswith('This list is for [[:Outreach/Alps]].')
    assert 'everything' not in listwords.lead(CAMPAIGN, [], '', say)
    assert listwords.lead(BRIEF, [], 'Bot', say).startswith(say('rule-leave'))


def test_of_a_topic_with_many_sources_some_are_named_and_markup_in_a_name_is_text() -> None:
    many = replace(CAMPAIGN, sources=Sources(category=('[[A]]', *'bcdefg')), source=None)
    said = listwords.rule_in_words(many, say)
    assert "The topic: ''&#91;&#91;A&#93;&#93;'', ''b'', ''c'', ''d'', ''e'' …. " in said


def test_whatever_a_topic_comes_from_is_said_on_list_and_funnel() -> None:
    sources = Sources(petscan=(5,), pagepile=(7,), sparql=('a', 'b'), titles=(ListedTitle('A', 'f, line 1'),))
    asked = replace(CAMPAIGN, sources=sources)
    told = (
        'The topic: [https://petscan.wmcloud.org/?psid=5 PetScan 5], '
        '[https://pagepile.toolforge.org/api.php?action=get_data&doit&format=html&id=7 PagePile 7], '
        '2 queries of Wikidata, one title given in a file, on en.'
    )
    assert told in listwords.lead(asked, [], 'Bot', say)
    assert told in listwords.with_funnel('', asked, FUNNEL, say)


def test_a_funnel_has_links_and_the_day_on_which_it_changed_last() -> None:
    text = listwords.with_funnel('', CAMPAIGN, FUNNEL, say)
    assert 'The list: [[:Outreach/Alps/Targets]]. The campaign: [[:Outreach/Alps]].' in text
    assert 'As of 2026-11-26.' in text
    assert from_wikitext(text) == FUNNEL
    later = replace(CAMPAIGN, now=BRIEF.now + timedelta(days=2))
    assert listwords.with_funnel(text, later, FUNNEL, say) == text
    more = listwords.with_funnel(text, later, Funnel((FunnelStep('editors', 10),)), say)
    assert 'As of 2026-11-28.' in more
    assert '2026-11-26' not in more
