"""The end of the demo: a campaign that held out one person in ten, measured forty days later."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox import bulk
from sandbox.farm import Farm
from sandbox.worlds.medicine import ORGANIZER
from sandbox.worlds.medicine_meta import TARGETS

META = 'meta.wikimedia.test'
CAMPAIGN = 'Outreach/Reviewers'
SIGNUPS = f'{CAMPAIGN}/Sign-ups'
PAGE = f'{CAMPAIGN}/Measures'
DAYS = 40
WHO_JOINS = 5
SETTINGS = f"""{{{{Outreach campaign
| consent = agreed
| discussion = https://meta.wikimedia.test/wiki/Talk:{CAMPAIGN}
| cooldown = 0
| outcome = signup
| outcomewindow = 30
| holdout = 10
| signups = {SIGNUPS}
}}}}"""
MESSAGE = f"""== Would you review articles on medicine? ==
Sign up at [[m:{SIGNUPS}]].
This was sent to people on [[m:{CAMPAIGN}/Targets|this list]]. 12:00, 1 May 2026 (UTC)"""
SEND = (f'pwb send_message -campaign:{CAMPAIGN} -always', 'python -m sandbox jobs')
CHECK = f'pwb check_delivery -campaign:{CAMPAIGN} -always'
MEASURE = f'pwb measure_campaign -campaign:{CAMPAIGN} -always'


def set_up(farm: Farm) -> None:
    """Let the organizer write the campaign: its settings, its message, the list of the campaign before."""
    organizer = farm.login(ORGANIZER)
    organizer.edit(f'{CAMPAIGN}/Targets', organizer.text(TARGETS) or '')
    organizer.edit(f'{CAMPAIGN}/Message', MESSAGE)
    organizer.edit(SIGNUPS, '== Participants ==')
    organizer.edit(CAMPAIGN, SETTINGS)


def forty_days_later(farm: Farm) -> None:
    """Move all that happened on Meta back in time, and let some of those asked have signed up since."""
    bulk.grow_older(farm.data, 'metawiki', DAYS)
    text = farm.client(META).text(f'{CAMPAIGN}/Send/1/en') or ''
    names = sorted(set(re.findall(r'#target:User talk:([^|/]+)\|', text)))[:WHO_JOINS]
    lines, versions = ['== Participants =='], []
    for at, name in enumerate(names, 1):
        lines.append(f'# [[User:{name}|{name}]]')
        moment = datetime.now(UTC) - timedelta(days=DAYS - 2 * at)
        versions.append((name, f'{moment:%Y%m%d%H%M%S}', '\n'.join(lines)))
    bulk.add_texts(farm.data, 'metawiki', SIGNUPS, versions)


def run(farm: Farm, step: Callable[[str], list[str]], say: Callable[[str], None]) -> list[str]:
    """Run the campaign and measure it; `step` runs one command. Name what is not as it must be."""
    set_up(farm)
    problems = [problem for command in (*SEND, CHECK) for problem in step(command)]
    forty_days_later(farm)
    say(f'\n… {DAYS} days later, {WHO_JOINS} of those who were asked have signed up.')
    problems += step(MEASURE)
    text = farm.client(META).text(PAGE) or ''
    if 'Too few to say.' not in text:
        problems.append(f'{PAGE} does not say that these are too few to say')
    if f'| {WHO_JOINS} of ' not in text:
        problems.append(f'{PAGE} does not say that {WHO_JOINS} signed up')
    problems += step(MEASURE)
    if farm.client(META).text(PAGE) != text:
        problems.append(f'measuring again changed {PAGE}')
    return problems
