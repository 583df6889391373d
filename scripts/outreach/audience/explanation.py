"""The explanation: all that is known and decided about one person, in plain English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach.audience.accounts import whole_person
from outreach.audience.brief import Brief
from outreach.audience.candidate import Candidate
from outreach.audience.gather import Gathered
from outreach.audience.people import Exclusion
from outreach.audience.significance import (
    Contribution,
    PlainRule,
    ScoreRule,
    band,
    bytes_added,
    score,
)
from outreach.farm import Farm
from outreach.problems import BadInput, Problem
from outreach.words import counted, did_you_mean

# between the conditions of a rule of which any is enough, or all are needed
WORDS = {'any': 'or', 'all': 'and'}


def explain(
    farm: Farm, name: str | None, candidates: Mapping[str, Candidate], found: Gathered, asked: Brief
) -> tuple[str, ...]:
    """Return all that is known and decided about the person that the operator asked about.

    Raises BadInput for a name that nobody has: nothing was decided about it.
    """
    if name is None:
        return ()
    if name in candidates:
        return tuple(explained(candidates[name], asked))
    if name not in found.uncounted and not whole_person(farm.home, name, farm.by_dbname):
        meant = did_you_mean(name, {*candidates, *found.uncounted, *found.below_too})
        raise BadInput([Problem(f'-explain:{name}', f'there is no such account{meant}')])
    if asked.handed and not asked.sources:
        return (name, f'  is not named in {asked.people or asked.from_list}', '  decided: left out')
    kind = found.uncounted.get(name)
    return tuple(not_reached(name, found.asked_for, kind.value if kind else None, asked.rule))


def not_reached(
    name: str, done: Sequence[Contribution], uncounted: str | None, rule: PlainRule | ScoreRule
) -> list[str]:
    """Return all that is known about somebody who did not reach the rule, and what the rule asks for."""
    if not done:
        why = f'their edits do not count: {uncounted}' if uncounted else 'no edits to the topic in the window'
        return [name, f'  {why}', '  decided: left out']
    return [*_done(name, done), f'  {lacking(done, rule)}', f'  decided: {Exclusion.BELOW_RULE.value}']


def lacking(done: Sequence[Contribution], rule: PlainRule | ScoreRule) -> str:
    """Return what a rule asks for, beside what somebody has of it."""
    if isinstance(rule, ScoreRule):
        return f'the rule asks for a score of at least {rule.min_score}'
    reached = rule.reached(done)
    parts = [f'{least:,} {what} (has {has:,})' for what, (least, has) in reached.items() if least]
    return f'the rule asks for {f" {WORDS[rule.need]} ".join(parts)}'


def _done(name: str, contributions: Sequence[Contribution]) -> list[str]:
    lines = [name]
    for done in sorted(contributions):
        lines.append(
            f'  {done.host}: {done.title}: {counted(done.edits, "edit", "edits")}, {done.added:+,} bytes, '
            f'{done.first[:10]} to {done.last[:10]}'
        )
    edits = sum(done.edits for done in contributions)
    if not contributions:
        return lines
    so_many = counted(edits, 'edit that counts', 'edits that count')
    return [*lines, f'  in all {so_many}, {bytes_added(contributions):,} bytes added']


def explained(one: Candidate, asked: Brief) -> list[str]:
    """Return all that is known and decided about one person, in the order in which it was learnt."""
    lines = _done(one.name, one.contributions)
    if one.person is not None:
        all_edits = sum(
            account.edits for host, account in one.person.accounts.items() if host in one.seen.last_edit
        )
        if isinstance(asked.rule, ScoreRule):
            points = score(one.contributions, all_edits, asked.now)
            lines.append(f'  by score: {band(points)}')
        lines += [
            f'  account on {account.host}: {counted(account.edits, "edit", "edits")}, '
            f'block: {account.block.value}'
            for account in one.person.accounts.values()
            if account.edits or account.host in one.asked
        ]
        lines.append(f'  home wiki: {one.person.home or "unknown"}; main wiki: {one.person.main}')
    for host, page in sorted(one.talk.items()):
        more = f', redirects to {page.moved_to}' if page.moved_to else ''
        more += ', is a discussion board' if page.board else ''
        lines.append(
            f'  talk page on {host}: {"opted out" if page.opted_out else "not opted out"}, '
            f'{"refuses bots" if page.nobots else "lets bots write"}{more}'
        )
    lines += [f'  {note}' for note in one.notes]
    verdict = one.exclusion.value if one.exclusion else f'asked on {one.choice.host if one.choice else "?"}'
    return [*lines, f'  decided: {verdict}']
