"""People whom an organizer has on a list: from a local file, or a page, to candidates, and back to it.

Whoever is named becomes a candidate like those of a topic, without edits to it; what cannot be told goes
into a file beside the input, line by line. Nothing of the file but names and wikis is kept or shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from outreach import localfiles
from outreach.accountlinks import resolver_of
from outreach.audience import accounts, peoplefile
from outreach.audience.candidate import Candidate, dropped_by_step
from outreach.audience.funnel import Funnel, FunnelStep
from outreach.audience.likelywikis import FEW
from outreach.audience.namedroles import without_roles
from outreach.audience.people import Exclusion
from outreach.audience.peoplefile import BAD_NAME, NO_ACCOUNT, PeopleFile, Segment, Unread
from outreach.audience.significance import Contribution
from outreach.doubts import Doubt
from outreach.farm import Farm
from outreach.lists import listpages
from outreach.problems import BadInput, Problem, refuse
from outreach.sitematrix import WikiInfo
from outreach.words import counted

UNRESOLVED = '.unresolved.tsv'
SHOWN_LINES = 3
# so many names without an account are slips of the pen, in a list of any length
HANDFUL = 5


@dataclass(frozen=True)
class HandedList:
    """A list of people as it was read: what it is called, beside what its unclear lines go, what it says."""

    name: str
    path: Path
    file: PeopleFile

    def among(
        self, contributions: Mapping[str, list[Contribution]], *, topic: bool
    ) -> dict[str, list[Contribution]]:
        """Return everybody of the file with their edits; with a `topic` only who reached its rule."""
        names = [one.name for one in self.file.people if not topic or one.name in contributions]
        return {name: contributions.get(name, []) for name in names}

    def estimate(self, farm: Farm, wikis: Mapping[str, WikiInfo]) -> str:
        """Return about how many requests it takes to look everybody up, and how long that is."""
        people = len(self.file.people)
        hosts = min(len(set(self.file.stated.values())) or len(wikis), people)
        requests = 3 * -(-people // farm.home.limit) + 3 * hosts + FEW
        told = f'{counted(people, "person", "people")}: about {counted(requests, "request")}.'
        return '\n'.join([told, *farm.cost(requests)])

    def unresolved(self, candidates: Mapping[str, Candidate]) -> tuple[Unread, ...]:
        """Return the lines that gave nobody, those included whose names turned out to have no account."""
        lost = {
            one.name
            for one in candidates.values()
            if one.exclusion in (Exclusion.NO_ACCOUNT, Exclusion.BAD_NAME)
        }
        more = [Unread(one.line, one.name, NO_ACCOUNT) for one in self.file.people if one.name in lost]
        return tuple(sorted([*self.file.unread, *more], key=lambda one: (one.line, one.text)))

    def summary(self, unresolved: Sequence[Unread]) -> list[str]:
        """Return what is said on the terminal: how many people, and one line for each kind of trouble."""
        file = self.file
        people = counted(len(file.people), 'person', 'people')
        again = f', {file.again:,} of them named again' if file.again else ''
        lines = [f'{self.name}: {people}{again}.']
        if file.left_out:
            rows = counted(file.left_out, 'row is', 'rows are')
            lines.append(f'{self.name}: {rows} in no segment that was asked for.')
        by_reason: dict[str, list[int]] = {}
        for one in unresolved:
            by_reason.setdefault(one.reason, []).append(one.line)
        for reason, numbers in sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            some = ', '.join(str(number) for number in numbers[:SHOWN_LINES])
            more = ', …' if len(numbers) > SHOWN_LINES else ''
            lines.append(f'{self.name}: {len(numbers):,} × {reason} (line {some}{more})')
        return lines

    def doubts(self, unresolved: Sequence[Unread]) -> list[Doubt]:
        """Return the doubt that most of the names are of no account: real names look just like that.

        Whoever happens to bear such a user name would be asked in the place of somebody else.
        """
        unknown = sum(one.reason in (NO_ACCOUNT, BAD_NAME) for one in unresolved)
        named = len(self.file.people) + self.file.reasons[BAD_NAME]
        if unknown <= HANDFUL or unknown * 2 <= named:
            return []
        said = f'{counted(unknown, "name")} of {named:,} have no account: are they user names, or real ones?'
        return [Doubt('mostly-unknown', self.name, said)]

    def write_unresolved(self, unresolved: Sequence[Unread]) -> Path | None:
        """Write the lines that gave nobody beside the input, for its owner alone; None where all did."""
        path = self.path.with_name(self.path.name + UNRESOLVED)
        if not unresolved:
            path.unlink(missing_ok=True)
            return None
        text = ''.join(f'{one.line}\t{one.reason}\t{one.text.strip()}\n' for one in unresolved)
        path.touch(mode=0o600)
        path.write_text(text, encoding='utf-8')
        return path


def read(farm: Farm, path: str, title: str, segments: Sequence[Segment], folder: Path) -> HandedList:
    """Read a file of people, or where a `title` is given the delivery list of that title.

    Raises BadInput where it cannot be read or names nobody at all. What a page does not say for sure
    goes into `folder`.
    """
    failed: set[str] = set()
    resolver = resolver_of(farm, failed)
    option = f'-fromlist:{title}' if title else f'-people:{path}'
    place = folder / quote(title, safe='') if title else localfiles.typed(path, option)
    try:
        if title:
            texts = {page.title: page.text for page in listpages.read(farm.home, title)}
            file = peoplefile.read_pages(texts, resolver, segments)
        else:
            file = peoplefile.read_file(place, resolver, segments)
        file = without_roles(file, partial(accounts.global_accounts, farm.home))
    except (OSError, ValueError) as error:
        raise BadInput([Problem(option, f'cannot be used: {error}')]) from None
    problems = [
        Problem(host, 'gave no answer: pages of its people could not be read') for host in sorted(failed)
    ]
    if not file.people:
        reasons = ', '.join(f'{count} × {reason}' for reason, count in file.reasons.most_common())
        problems.append(Problem(option, f'names nobody ({reasons or "it is empty"})'))
    refuse(problems)
    return HandedList(title or place.name, place, file)


def funnel(handed: HandedList, candidates: Mapping[str, Candidate], *, topic: bool) -> Funnel:
    """Return the funnel of a list of people, cut by a topic where there is one."""
    file = handed.file
    cut = {'unclear': len(file.unread), 'segment': file.left_out, 'again': file.again}
    left = len(file.people)
    steps = [FunnelStep('named', left, {reason: count for reason, count in cut.items() if count})]
    below = left - len(candidates) if topic else 0
    for name, dropped in dropped_by_step(candidates, below):
        if not topic and name in ('significant', 'active'):
            continue
        left -= sum(dropped.values())
        steps.append(FunnelStep(name, left, dropped))
    return Funnel(tuple(steps))
