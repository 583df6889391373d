"""What send_message says about a plan and its send pages on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outreach.sends.inputs import Inputs
from outreach.sends.preconditions import named
from outreach.sends.sendpage import SendPage, so_many
from outreach.sends.sendplan import WavePlan


def plan_lines(stand: Inputs, plan: WavePlan) -> Iterator[str]:
    """Return who gets which text, who gets nothing for which reason, and who is left for later."""
    titles = ', '.join(one.title for one in stand.lists.pinned)
    yield f'{so_many(len(stand.lists.targets))} on {titles}, last changed {stand.lists.changed[:10]}.'
    for (spoken, used), count in sorted(stand.audience().items()):
        language = stand.texts.languages[spoken]
        note = '' if spoken == used else '  (no text in this language)'
        yield f'{count:7,} {spoken:7} {language.autonym:20} {stand.texts.messages[used].title}{note}'
    for reason, targets in sorted(plan.withheld.items()):
        yield f'  {len(targets)} withheld ({reason}): {named(targets)}'
    if plan.taken:
        yield f'  {plan.taken} are on send pages already'
    if plan.later:
        yield f'  {plan.later} are left for later; {stand.cap} more may go out today'


def approval_lines(pages: Iterable[SendPage]) -> Iterator[str]:
    """Return for each send page what is approved with it."""
    for page in pages:
        yield from send_lines([page])
        yield f'    "{page.subject}", text {page.message}, plan {page.plan}, made by {page.planned_by}'


def send_lines(pages: Iterable[SendPage], note: str = '') -> Iterator[str]:
    """Return for each send page how many get it, and who is first and last."""
    for page in pages:
        ends = ' … '.join(str(one) for one in dict.fromkeys((page.targets[0], page.targets[-1])))
        yield f'  {page.title}: {so_many(len(page.targets))}, {note or ends}'
