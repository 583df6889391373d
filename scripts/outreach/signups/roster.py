"""What collect_signups writes besides the list: a roster, a ranking of submissions, names for a mailing list.

All words come from the script's texts (`say`); names are escaped where they become wikitext.
"""

from __future__ import annotations

from collections.abc import Sequence

from outreach import wikitext
from outreach.signups.enrolment import Enrolled
from outreach.signups.signuppage import SignUpPage, ranking
from outreach.wiki import Say

ROSTER, RANKING = 'roster', 'ranking'


def roster(enrolled: Sequence[Enrolled], say: Say) -> str:
    """Return the table of everybody who signed up, in the order in which they did."""
    rows = ['{| class="wikitable sortable"']
    rows.append('! ' + ' !! '.join(say(f'column-{name}') for name in ('user', 'wiki', 'roles', 'signed')))
    for one in enrolled:
        name = wikitext.escape(one.name)
        roles = wikitext.escape(', '.join(one.signup.roles))
        rows += ['|-', f'| [[User:{name}|{name}]] || {one.host} || {roles} || [[:{one.signup.page}]]']
    return '\n'.join([say('roster-lead', count=len(enrolled)), '', *rows, '|}'])


def ranking_table(pages: Sequence[SignUpPage], say: Say) -> str:
    """Return the table of the sign-up pages by the number of different people who signed."""
    rows = ['{| class="wikitable sortable"']
    rows.append('! ' + ' !! '.join(say(f'column-{name}') for name in ('rank', 'page', 'people')))
    rank, before = 0, -1
    for at, (title, count) in enumerate(ranking(pages), 1):
        rank, before = (rank, before) if count == before else (at, count)
        rows += ['|-', f'| {rank} || [[:{title}]] || {count}']
    return '\n'.join([say('ranking-lead', count=len(pages)), '', *rows, '|}'])


def export(enrolled: Sequence[Enrolled]) -> str:
    """Return names, wikis and roles as plain text, a line for each person, separated by tabs."""
    return ''.join(f'{one.name}\t{one.host}\t{", ".join(one.signup.roles)}\n' for one in enrolled)
