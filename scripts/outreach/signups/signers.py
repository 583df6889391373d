"""Who signed up themselves: a sign-up is consent, and nobody consents for another.

A line on a sign-up page can be typed by anybody. It counts if the page's history shows that the person,
or an account that we trust, put it there, and that neither has taken it off since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from outreach.problems import Problem
from outreach.revisions import Revision
from outreach.signups.enrolment import Enrolled
from outreach.trust import Trust, read_authorship

# `-accept:signed-by-others` takes them on all the same
CODE = 'signed-by-others'


def own_signatures(
    trust: Trust | None, enrolled: Sequence[Enrolled], names: Callable[[Revision], frozenset[str]]
) -> tuple[list[Enrolled], list[Problem]]:
    """Return who signed up themselves, and name the others with who signed for them.

    `names` tells whom a revision of a sign-up page names; without `trust` everybody counts. About two
    requests for each page.
    """
    if trust is None:
        return list(enrolled), []
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
        text = f'{one.name} was signed up by somebody else ({by}); -accept:{CODE} takes them on'
        problems.append(Problem(one.signup.place, text, 'was signed up by somebody else'))
    return kept, problems
