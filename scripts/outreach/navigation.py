"""The line of links between the pages of a campaign: the same on each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from outreach import editlinks, settingstemplate
from outreach.campaign import SETTINGS, TEMPLATE, subpage
from outreach.phrases import Say
from outreach.wikitext import escape, put_region

REGION = 'navigation'
HELP = 'Help:Outreach campaigns'  # `install_pages` puts it there
NO_TITLE = frozenset('[]{}|<>#\n')
# pages below a campaign that scripts write and people read; a message and approvals are written by people
OURS = frozenset((
    'Funnel', 'Replies', 'Measures', 'Log', 'Gaps', 'Coverage', 'Results', 'Affiliates', 'Channels',
    'Languages', 'Pumps',
))  # fmt: skip


def pages_of(campaign: str, titles: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the titles of all pages of a campaign, by what they are.

    `titles` are those that its settings name: `list`, `message`, `promotionlog`, `pattern`, and `exclude`,
    without which there is no page of people who are not written to.
    """
    own = titles or {}
    log = own.get('promotionlog') or subpage(campaign, 'Log')
    return {
        'campaign': campaign,
        'status': subpage(campaign, 'Status'),
        'list': own.get('list') or subpage(campaign, 'Targets'),
        'funnel': subpage(campaign, 'Funnel'),
        'message': own.get('message') or subpage(campaign, 'Message'),
        'approvals': subpage(campaign, 'Approvals'),
        'replies': subpage(campaign, 'Replies'),
        'requests': subpage(campaign, 'Requests'),
        **({'exclude': own['exclude']} if own.get('exclude') else {}),
        'log': log,
        'gaps': f'{log}/Gaps',
        'coverage': f'{log}/Coverage',
        'pattern': own.get('pattern') or subpage(campaign, 'Pattern'),
        'measures': subpage(campaign, 'Measures'),
        'stop': subpage(campaign, 'stop'),
        'help': HELP,
    }


def written(campaign: str, text: str) -> dict[str, str]:
    """Return the titles of all pages of a campaign as its page says them."""
    # of several pages with one setting the first by the alphabet is linked to
    pairs = sorted(settingstemplate.pairs(text, TEMPLATE, SETTINGS), reverse=True)
    return pages_of(campaign, dict(pairs))


def line(pages: Mapping[str, str], say: Say) -> str:
    """Return the line, in logical order: it reads from right to left where its words do.

    `pages` are the titles, by what they are (`nav-…` is their name). Whenever the wiki shows the line, it
    says which page is not there (https://www.mediawiki.org/wiki/Help:Extension:ParserFunctions#ifexist). The
    stop page is empty as long as all is well: it is opened as the form that says what it is.
    """
    shown = {name: _if_there(title, say(f'nav-{name}'), say) for name, title in pages.items()}
    shown['stop'] = f'[{editlinks.stop(pages["campaign"])} {escape(say("nav-stop"))}]'
    links = ''.join(f'<span>{one}</span>' for one in shown.values())
    # links in two lines are so far apart that a finger finds them (https://www.w3.org/TR/WCAG22/#target-size-minimum)
    look = 'display: flex; flex-wrap: wrap; gap: 0.3em 1em;'
    return f'<div class="outreach-navigation" dir="auto" style="{look}">{links}</div>'


def link(title: str, label: str = '') -> str:
    """Return a link to a page; what cannot be a title is shown as text."""
    shown = escape(label or title)
    return shown if NO_TITLE & set(title) else f'[[:{title}|{shown}]]'


def quiet_link(title: str) -> str:
    """Return a link to a page as long as it is there, else its title."""
    return link(title) if NO_TITLE & set(title) else f'{{{{#ifexist:{title}|{link(title)}|{escape(title)}}}}}'


def _if_there(title: str, label: str, say: Say) -> str:
    """Return a link to a page as long as it is there, else the words that it is not there yet."""
    there = link(title, label)
    not_yet = say('nav-none', page=escape(label))
    return there if NO_TITLE & set(title) else f'{{{{#ifexist:{title}|{there}|{not_yet}}}}}'


def bears(title: str, pages: Mapping[str, str]) -> bool:
    """Return whether a page has the line at its top: one of ours below the campaign, its list or its log.

    A pattern belongs to people: of that scripts write the figures, and nothing else.
    """
    below = title.startswith(subpage(pages['campaign'], '')) and title.rpartition('/')[2] in OURS
    listed = title.startswith(subpage(pages['list'], ''))
    return below or listed or title in (pages[name] for name in ('list', 'log', 'gaps', 'coverage'))


def linked(become: Callable[[str], str], pages: Mapping[str, str], say: Say) -> Callable[[str], str]:
    """Return how a page becomes what it is to be with the line on it; one that stays as it is stays so."""

    def new(text: str) -> str:
        after = become(text)
        same = after.rstrip() == text.rstrip()
        return after if same else put_region(after, REGION, line(pages, say), at='start')

    return new
