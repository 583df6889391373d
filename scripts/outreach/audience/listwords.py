"""What a list and its funnel say about themselves: the topic, the rule, who runs it, and how one leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from outreach import wikitext
from outreach.audience import subscriptionpages
from outreach.audience.brief import Brief
from outreach.audience.funnel import REGION, Funnel, render_wikitext
from outreach.audience.significance import PlainRule
from outreach.audience.topic import Sources
from outreach.campaign import subpage
from outreach.lists.entries import Target
from outreach.lists.listheadings import WikiHeadings, headings_of
from outreach.phrases import Say
from outreach.sitematrix import WikiInfo

MOST_NAMED = 5  # sources of a topic
# where people look at them
PETSCAN = 'https://petscan.wmcloud.org/?psid='
PAGEPILE = 'https://pagepile.toolforge.org/api.php?action=get_data&doit&format=html&id='
DAY = re.compile(r'<span class="outreach-day">[^<>]*+</span>')


def lead(brief: Brief, wanted: Sequence[Target], operator: str, say: Say) -> str:
    """Return what stands at the top of a list: how to leave, campaign, topic and rule, and who runs it.

    Who comes to leave sees how on the first screen of a phone. `operator` is the account that runs the
    scripts, '' where nobody is logged in.
    """
    words = [rule_in_words(brief, say)]
    if brief.campaign:
        words.insert(0, say('rule-campaign', page=brief.campaign))
        words.append(say('rule-figures', page=subpage(brief.campaign, 'Funnel')))
    if operator:
        words.append(say('rule-operator', user=wikitext.user_link(operator)))
    if brief.campaign:
        leaving = subscriptionpages.ways(brief.campaign, say, wanted, operator)
    else:
        leaving = say('rule-leave')
    return f'{leaving}\n\n{" ".join(words)}'


def wiki_headings(wikis: Iterable[WikiInfo], say: Say) -> WikiHeadings:
    """Return how a list is ordered for its readers: a heading for each wiki, with its language."""
    return headings_of(wikis, wikitext.escape(say('heading-together')), always=True)


def with_funnel(text: str, brief: Brief, funnel: Funnel, say: Say) -> str:
    """Return the page of the funnel: its rule, links, the day and the figures, between their markers.

    The day is that on which anything of it changed last. Raises BrokenMarkers.
    """
    day = f'<span class="outreach-day">{say("funnel-day", day=f"{brief.now:%Y-%m-%d}")}</span>'
    list_, campaign = f'[[:{brief.list_title}]]', f'[[:{brief.campaign}]]'
    links = say('funnel-links', list=list_, campaign=campaign)
    inside = f'{rule_in_words(brief, say)}\n\n{links} {day}\n{render_wikitext(funnel, say)}'
    found = wikitext.region(text, REGION)
    stood = text[slice(*found)].strip() if found else ''
    return text if DAY.sub('', stood) == DAY.sub('', inside) else wikitext.put_region(text, REGION, inside)


def rule_in_words(brief: Brief, say: Say) -> str:
    """Return the rule that made the list, for its readers: neutral, without scores."""
    if brief.from_list and not brief.sources:
        return say('rule-fromlist', page=brief.from_list)
    if brief.people and not brief.sources:
        return say('rule-people')
    words = ' '.join([*_topic(brief, say), _rule_of_topic(brief, say)])
    return f'{words} {say("rule-among")}' if brief.handed else words


def _topic(brief: Brief, say: Say) -> Iterator[str]:
    """Return in words where the pages of the topic come from, the first of many by name."""
    names = list(_sources(brief.sources, say))
    if names:
        shown = ', '.join(names[:MOST_NAMED]) + (' …' if len(names) > MOST_NAMED else '')
        there = say('topic-on', wiki=wikitext.escape(brief.source)) if brief.source else ''
        yield say('topic', names=shown, wiki=there)


def _sources(one: Sources, say: Say) -> Iterator[str]:
    """Return the sources of a topic in wikitext, each by its name, its number or how many it has."""
    named = [*one.banner, *one.transcludes, *one.category, *one.cat, *one.catr, *one.links, *one.page,
             *one.prefix, *one.prefixindex]  # fmt: skip
    yield from (f"''{wikitext.escape(name)}''" for name in dict.fromkeys(named))
    yield from (f'[{PETSCAN}{number} PetScan {number}]' for number in one.petscan)
    yield from (f'[{PAGEPILE}{number} PagePile {number}]' for number in one.pagepile)
    for key, some in (('sparql', one.sparql), ('titles', one.titles)):
        if some:
            yield say(f'topic-{key}', count=len(some))


def _rule_of_topic(brief: Brief, say: Say) -> str:
    rule = brief.rule
    if isinstance(rule, PlainRule):
        asked = (('edits', rule.min_edits), ('pages', rule.min_pages), ('bytes', rule.min_bytes))
        parts = [say(f'rule-{name}', count=least) for name, least in asked if least]
        words = say('rule-or' if rule.need == 'any' else 'rule-and').join(parts)
    else:
        words = say('rule-score')
    window = brief.window
    if not isinstance(window, timedelta):
        since = say('since-date', date=window.isoformat())
    elif window.days % 365 == 0:
        since = say('since-years', count=window.days // 365)
    else:
        since = say('since-days', count=window.days)
    return say('rule', rule=words, since=since, active=brief.active, wiki=say(f'wiki-{brief.wiki_of}'))
