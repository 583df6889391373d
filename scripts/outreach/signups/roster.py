"""What collect_signups writes besides the list: a roster, a ranking of submissions, names for a mailing list.

All words come from the script's texts (`say`); names are escaped where they become wikitext.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from outreach import wikitext
from outreach.hostlabels import breakable
from outreach.phrases import Say
from outreach.signuppage import SignUpPage
from outreach.signups.enrolment import Enrolled
from outreach.wikitable import Content, Markup, render

ROSTER, RANKING = 'roster', 'ranking'


def roster(enrolled: Sequence[Enrolled], say: Say) -> str:
    """Return the table of everybody who signed up, in the order in which they did.

    Where nobody did the sentence says so alone, and roles have a column where anybody has one.
    """
    lead = say('roster-lead', count=len(enrolled))
    if not enrolled:
        return lead
    with_roles = any(one.signup.roles for one in enrolled)
    rows: list[tuple[Content, ...]] = []
    for one in enrolled:
        name = wikitext.escape(one.name)
        person, page = Markup(f'[[User:{name}|{name}]]'), Markup(f'[[:{one.signup.page}]]')
        rows.append(
            (
                person,
                Markup(breakable(one.host)),
                *([', '.join(one.signup.roles)] if with_roles else []),
                page,
            )
        )
    names = ('user', 'wiki', *(['roles'] if with_roles else []), 'signed')
    table = render(
        [say(f'column-{name}') for name in names], rows, classes=['sortable'], named=True, wraps=True
    )
    return f'{lead}\n\n{table}'


def ranking(pages: Iterable[SignUpPage]) -> tuple[tuple[str, int], ...]:
    """Return the pages by the number of different people who signed, most first, then by title."""
    counts = {page.title: len({one.name for one in page.signups}) for page in pages}
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def ranking_table(pages: Sequence[SignUpPage], say: Say) -> str:
    """Return the table of the sign-up pages by the number of different people who signed."""
    rows: list[tuple[Content, ...]] = []
    rank, before = 0, -1
    for at, (title, count) in enumerate(ranking(pages), 1):
        rank, before = (rank, before) if count == before else (at, count)
        rows.append((rank, Markup(f'[[:{title}]]'), count))
    columns = [say(f'column-{name}') for name in ('rank', 'page', 'people')]
    table = render(columns, rows, classes=['sortable'], wraps=True)
    return '\n'.join([say('ranking-lead', count=len(pages)), '', table])


def export(enrolled: Sequence[Enrolled]) -> str:
    """Return names, wikis and roles as plain text, a line for each person, separated by tabs."""
    return ''.join(f'{one.name}\t{one.host}\t{", ".join(one.signup.roles)}\n' for one in enrolled)
