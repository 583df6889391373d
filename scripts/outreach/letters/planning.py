"""From what an organizer asks for to a plan: texts, people and opt-outs read, checked and put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from outreach import phrases, siteinfo
from outreach.absent import NamedPage, named
from outreach.audience import deletedpages, subscriptionpages
from outreach.audience.subscriptions import Subscriptions
from outreach.campaign import subpage
from outreach.doubts import Doubt, everybody_out
from outreach.letters import lettertext, people, reading, reporting, wikimail, willing
from outreach.letters.ledger import Ledger
from outreach.letters.letter import LetterChannel
from outreach.letters.letterplan import LetterPlan, LetterTerms, LetterTexts, make_plan
from outreach.letters.reading import NamedPeople, Watch
from outreach.problems import Problem, refuse
from outreach.run import Run
from outreach.settings import CAMPAIGN, Setting


@dataclass(frozen=True)
class LetterRequest:
    """What is asked for: a page or folder of texts, channels in order, and whom not to write to.

    `sender` is the name of who writes.
    """

    letter: str
    fallback: str
    channels: tuple[LetterChannel, ...]
    exclude: tuple[str, ...]
    nomail: str
    cooldown: int
    sender: str = ''


@dataclass(frozen=True)
class Planned:
    """A plan, what it was made from, and what is doubtful or wrong about it. `lines` say it on a terminal."""

    plan: LetterPlan
    texts: LetterTexts
    doubts: tuple[Doubt, ...]
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]


def pages_read(run: Run, letter: Setting[str | None], settings: Sequence[Setting[Any]]) -> list[NamedPage]:
    """Return the pages that letters are made from: those of these settings, and that of the `letter`.

    What is a file or a folder is left out.
    """
    given, campaign = run.given, run.given[CAMPAIGN]
    there = [one for one in settings if not (isinstance(given[one], str) and reading.is_file(given[one]))]
    own = [NamedPage(subpage(campaign, 'Letter'))] if campaign and letter not in given else []
    return own + named(given, there, siteinfo.titles(run.home))


def plan_letters(run: Run, ledger: Ledger, told: NamedPeople, wanted: LetterRequest) -> Planned:
    """Read everything and plan; raise BadInput with all that is wrong with texts, people and letters."""
    home = run.home
    asked = _asked(run)
    out = reading.opted_out(run.farm, run.trust, wanted.exclude, wanted.nomail).also(asked.left)
    found = reading.accounts(home, told.lines, run.now)
    who = people.together(told.lines, found.ids)
    texts = reading.texts(
        home, wanted.letter, wanted.fallback, {code for one in who.people for code in one.languages}
    )
    words = phrases.of_script(run.script)
    refuse(
        Problem(one.place, one.text)
        for code, text in texts.texts.items()
        for one in lettertext.lint(text, lettertext.own_words(words, code))
    )
    users = sorted({one.user for one in who.people if one.user})
    able = wikimail.emailable(home, users) if LetterChannel.WIKI in wanted.channels else frozenset()
    terms = LetterTerms(wanted.channels, able, wanted.sender, home.host, words)
    known = reading.known(home, who.people, found, out)
    plan = make_plan(
        who.people, texts, terms, willing.all_out(who.people, known, ledger, wanted.cooldown, run.now)
    )
    refuse(plan.errors)
    doubts = [*told.doubts, *reading.doubts_of(texts, [one.language for one in plan.letters])]
    doubts += deletedpages.doubts(home, [*wanted.exclude, wanted.nomail], run.given[CAMPAIGN])
    reason = willing.one_reason(plan.withheld)
    if reason:
        doubts += everybody_out('people', len(who.people), len(plan.letters), reason)
    about_file = (*filter(None, [told.unread]), *(f'  {one}' for one in who.merged))
    lines = (*about_file, *_lines(plan, texts, terms))
    return Planned(plan, texts, tuple(doubts), (*told.problems, *who.problems, *out.told, *asked.told), lines)


def _asked(run: Run) -> Subscriptions:
    """Return what people asked for themselves, of the campaign or of our account."""
    return subscriptionpages.read(run.farm, run.trust, run.given[CAMPAIGN] or '', ())


def _lines(plan: LetterPlan, texts: LetterTexts, terms: LetterTerms) -> Iterator[str]:
    """Return what the plan comes to, and three letters with the names masked."""
    yield from reporting.plan_lines(plan, {code: text.title for code, text in texts.texts.items()})
    masked = [reporting.masked(one.recipient) for one in plan.samples]
    able = LetterTerms(terms.channels, frozenset({reporting.ACCOUNT}), terms.sender, terms.wiki, terms.words)
    yield from reporting.sample_lines(make_plan(masked, texts, able, {}).letters)


def watch(run: Run, wanted: LetterRequest, texts: LetterTexts) -> Watch:
    """Return what is looked at again before each letter."""
    return Watch(run.farm, wanted.letter, texts, wanted.exclude, wanted.nomail, lambda: _asked(run).left)
