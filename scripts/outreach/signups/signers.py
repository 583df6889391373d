"""Who signed up themselves: a sign-up is consent, and nobody consents for another.

A line on a sign-up page can be typed by anybody. It counts if the page's history shows that the person,
or an account that we trust, put it there, and that neither has removed it since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from outreach.doubts import Doubt
from outreach.problems import Problem
from outreach.revisions import Revision
from outreach.signups.enrolment import Enrolled
from outreach.trust import Trust, read_authorship
from outreach.words import counted

# the code of doubts about people whom somebody else signed up
SIGNED_BY_OTHERS = 'signed-by-others'


def own_signatures(
    trust: Trust, enrolled: Sequence[Enrolled], names: Callable[[Revision], frozenset[str]]
) -> tuple[list[Enrolled], list[Problem]]:
    """Return who signed up themselves, and name the others with who signed for them.

    `names` tells whom a revision of a sign-up page names. About two requests for each page.
    """
    pages = dict.fromkeys(one.signup.page for one in enrolled if not one.signup.registered)
    saved = {page: read_authorship(trust.wiki, page, names, trust) for page in pages}
    kept: list[Enrolled] = []
    problems: list[Problem] = []
    for one in enrolled:
        if one.signup.registered:
            kept.append(one)
            continue
        known, name = saved[one.signup.page], one.signup.name
        if known.vouched(name, trust, {one.name, name}):
            kept.append(one)
            continue
        users = {act.user or 'somebody hidden' for act in known.acts.get(name, ()) if act.put}
        by = ', '.join(sorted(users - {one.name, name})) or 'nobody knows whom'
        text = f'{one.name} was signed up by somebody else ({by}); -accept:{SIGNED_BY_OTHERS} takes them on'
        problems.append(Problem(one.signup.place, text, 'was signed up by somebody else'))
    return kept, problems


def people(count: int) -> str:
    """Return a number of people with its verb: `2 people were`."""
    return counted(count, 'person was', 'people were')


def held(enrolled: Sequence[Enrolled], kept: Sequence[Enrolled]) -> list[Doubt]:
    """Return the doubts, one a page, about those who were not kept: they are left off the list."""
    own = {id(one) for one in kept}
    pages = Counter(one.signup.page for one in enrolled if id(one) not in own)
    return [
        Doubt(SIGNED_BY_OTHERS, page, f'{people(count)} signed up by somebody else, and left off', held=True)
        for page, count in pages.items()
    ]
