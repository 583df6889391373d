"""Who takes part in an event of Extension:CampaignEvents, as sign-ups: they registered with their account.

Only those who take part in public are told of (CampaignEvents 8cee2392, src/Rest). No wiki is named there, so
they are asked where they edit most.
"""

from __future__ import annotations

from collections.abc import Sequence

from outreach import campaignevents
from outreach.names import normalize_user
from outreach.problems import Problem, WikiError, refuse
from outreach.signuppage import SignUp, SignUpPage
from outreach.wiki import Wiki

PAGE = 'Special:EventDetails'


def read(home: Wiki, numbers: Sequence[int]) -> list[SignUpPage]:
    """Return those who take part in each event; raise BadInput with every event that there is not."""
    pages: list[SignUpPage] = []
    problems: list[Problem] = []
    for number in dict.fromkeys(numbers):
        try:
            names = campaignevents.participants(home, number)
        except WikiError as error:
            if error.code not in ('no-event', 'no-route'):
                raise
            why = 'no such event' if error.code == 'no-event' else 'no Extension:CampaignEvents'
            problems.append(Problem(f'-event:{number}', f'there is {why} on {home.host}'))
            continue
        title = f'{PAGE}/{number}'
        people = tuple(
            SignUp(normalize_user(name), home.host, title, line, registered=True)
            for line, name in enumerate(names, 1)
        )
        pages.append(SignUpPage(title, people))
    refuse(problems)
    return pages
