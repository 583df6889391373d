"""The plan: who gets which letter in which language by which channel, who gets none and why, and its number.

A plan is a value made from texts, people and what the ledger knows; whoever carries it out decides nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outreach.letters import lettertext
from outreach.letters.letter import KnownFrom, Letter, LetterChannel, Recipient
from outreach.letters.lettertext import MAX_SUBJECT
from outreach.problems import Problem
from outreach.sends.message import Language, Message, choose_language

Words = Mapping[str, Mapping[str, str]]
SAMPLES = 3


@dataclass(frozen=True)
class LetterTexts:
    """The texts of a letter by language, with their revisions (`pins`), and what is known of languages."""

    texts: Mapping[str, Message]
    languages: Mapping[str, Language]
    default: str
    pins: Mapping[str, str]

    def choose(self, wanted: Sequence[str]) -> str:
        """Return the language for somebody: theirs in order, what these fall back to, or the default."""
        for code in wanted:
            if code in self.texts:
                return code
        for code in wanted:
            found = choose_language(code, self.languages, self.texts, '')
            if found:
                return found
        return self.default


@dataclass(frozen=True)
class LetterTerms:
    """What a plan is made from besides people and texts.

    `emailable` are accounts that the wiki's mail reaches; `sender` is the name
    of who writes, `wiki` what the campaign's wiki is called.
    """

    channels: tuple[LetterChannel, ...]
    emailable: frozenset[str] = frozenset()
    sender: str = ''
    wiki: str = ''
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class LetterPlan:
    """The letters in order, how many people are left out by reason, and what is wrong with whom."""

    letters: tuple[Letter, ...] = ()
    withheld: Mapping[str, int] = field(default_factory=dict)
    errors: tuple[Problem, ...] = ()

    @property
    def drafts(self) -> tuple[Letter, ...]:
        """Return the letters that are left as drafts."""
        return tuple(one for one in self.letters if one.channel is LetterChannel.DRAFTS)

    @property
    def sends(self) -> tuple[Letter, ...]:
        """Return the letters that are sent."""
        return tuple(one for one in self.letters if one.channel is not LetterChannel.DRAFTS)

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """Count the letters by language and channel."""
        return Counter((one.language, one.channel.value) for one in self.letters)

    @property
    def gaps(self) -> Counter[tuple[str, str]]:
        """Count who gets a language that is not the first of theirs: (theirs, what they get)."""
        return Counter(
            (one.wanted, one.language) for one in self.letters if one.wanted not in ('', one.language)
        )

    @property
    def samples(self) -> tuple[Letter, ...]:
        """Return up to three letters, of as many languages as there are."""
        first = {one.language: one for one in reversed(self.letters)}
        chosen = [one for one in self.letters if first[one.language] is one]
        chosen += [one for one in self.letters if one not in chosen]
        return tuple(chosen[:SAMPLES])

    def number(self, sender: str) -> str:
        """Return 16 hexadecimal digits over all letters: the number that is approved."""
        whole = '\n'.join(sorted(one.digest(sender) for one in self.letters))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def only(self, digests: Iterable[str], sender: str) -> LetterPlan:
        """Return the plan with those letters alone that have these digests."""
        wanted = set(digests)
        return replace(self, letters=tuple(one for one in self.letters if one.digest(sender) in wanted))


def why_words(recipient: Recipient, terms: LetterTerms, language: str) -> str:
    """Return why somebody gets a letter and where we know them from; '' where we lack words for it."""
    words = terms.words.get(language, {}).get(f'why-{recipient.source.value}', '')
    group = ', '.join(one.name for one in recipient.groups)
    if recipient.source in (KnownFrom.REGISTRY, KnownFrom.CONTACTS) and not group:
        words = terms.words.get(language, {}).get('why-file', '')
    return words % {'group': group, 'page': recipient.page, 'wiki': terms.wiki} if words else ''


def values(recipient: Recipient, terms: LetterTerms, language: str) -> dict[str, str]:
    """Return what stands in the fields of somebody's letter."""
    groups = recipient.groups

    def joined(words: Iterable[str]) -> str:
        return ', '.join(word for word in dict.fromkeys(words) if word)

    return {
        'name': recipient.name,
        'affiliate': joined(one.name for one in groups),
        'code': joined(one.code for one in groups),
        'type': joined(one.type for one in groups),
        'region': joined(one.region for one in groups),
        'role': recipient.role,
        'username': recipient.user,
        'sender': terms.sender,
        'why': why_words(recipient, terms, language),
        'optout': terms.words.get(language, {}).get('optout', '') % {'wiki': terms.wiki},
    }


def channel_for(recipient: Recipient, terms: LetterTerms) -> LetterChannel | str:
    """Return the first of the channels that reaches somebody, or why none does.

    Nothing falls back to a channel that nobody asked for.
    """
    reasons = []
    for channel in terms.channels:
        if channel is LetterChannel.WIKI:
            if recipient.user in terms.emailable:
                return channel
            reasons.append('takes no e-mail by the wiki' if recipient.user else 'has no account')
        elif recipient.address:
            return channel
        else:
            reasons.append('has no address')
    return ' and '.join(dict.fromkeys(reasons))


def make_plan(
    people: Sequence[Recipient], texts: LetterTexts, terms: LetterTerms, out: Mapping[str, str]
) -> LetterPlan:
    """Plan all letters. `out` says why somebody must not be written to, by the first of their places."""
    letters: list[Letter] = []
    withheld: Counter[str] = Counter()
    errors: list[Problem] = []
    parsed = {
        code: (lettertext.parse(one.subject), lettertext.parse(one.body)) for code, one in texts.texts.items()
    }
    for one in people:
        reason = out.get(one.places[0], '')
        channel = channel_for(one, terms)
        if reason or isinstance(channel, str):
            withheld[reason or str(channel)] += 1
            continue
        language = texts.choose(one.languages)
        subject, body = parsed[language]
        given = values(one, terms, language)
        (title, no_title), (text, no_text) = lettertext.fill(subject, given), lettertext.fill(body, given)
        wrong = _wrong(title, no_title | no_text, texts.texts[language].title)
        if wrong:
            errors.append(Problem(' and '.join(one.places), wrong))
            continue
        wanted = one.languages[0] if one.languages else ''
        letters.append(
            Letter(one, channel, language, wanted, ' '.join(title.split()), text, texts.pins[language])
        )
    return LetterPlan(tuple(letters), dict(withheld), tuple(errors))


def _wrong(subject: str, empty: Collection[str], title: str) -> str:
    """Return what is wrong with one letter, without naming anybody."""
    fields = ', '.join(sorted(empty))
    if fields:
        example = f'{{{{{{{min(empty)}|other words}}}}}}'
        return f'{fields} is empty, and {title} has no other words for it: {example}'
    if len(subject) > MAX_SUBJECT:
        return f'the subject of {title} becomes {len(subject)} characters long; {MAX_SUBJECT} is the most'
    return ''
