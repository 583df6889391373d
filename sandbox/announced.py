"""The demo's announcement to village pumps: who wants news gets it, and no dead page does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.farm import Farm
from sandbox.wikis import BY_DBNAME
from sandbox.worlds.medicine import ORGANIZER
from sandbox.worlds.medicine_pumps import VERDICTS, title_of

META = 'meta.wikimedia.test'
CAMPAIGN = 'Outreach/News'
WORDS = 'Many articles on medicine were written together this year.'
SETTINGS = """{{{{Outreach campaign
| consent = agreed
| discussion = https://meta.wikimedia.test/wiki/Talk:{campaign}
| list = {pumps}
}}}}"""
MESSAGE = f"""== News of medicine ==
{WORDS} Read more at [[m:{CAMPAIGN}]].
This was sent to pages on [[m:{{pumps}}|this list]]. 12:00, 1 May 2026 (UTC)"""
SEND = (f'pwb send_message -campaign:{CAMPAIGN} -always', 'python -m sandbox jobs')
CHECK = f'pwb check_delivery -campaign:{CAMPAIGN} -always'


def run(farm: Farm, pumps: str, step: Callable[[str], list[str]]) -> list[str]:
    """Announce on the pages that the list `pumps` names; `step` runs one command. Name what is wrong."""
    organizer = farm.login(ORGANIZER)
    organizer.edit(f'{CAMPAIGN}/Message', MESSAGE.format(pumps=pumps))
    organizer.edit(CAMPAIGN, SETTINGS.format(campaign=CAMPAIGN, pumps=pumps))
    problems = [problem for command in (*SEND, CHECK) for problem in step(command)]
    return problems + list(_wrong_pumps(farm))


def _wrong_pumps(farm: Farm) -> Iterator[str]:
    for wiki, verdict in VERDICTS.items():
        title = title_of(wiki)
        wanted = 0 if verdict in ('dead', 'not measurable') else 1
        client = farm.client(BY_DBNAME[wiki].host)
        found = (client.text(title) or '').count(WORDS)
        if found != wanted:
            yield f'{title} on {wiki} ({verdict}) got the announcement {found} times, not {wanted}'
