"""What the measured cells of a directory say about one channel, always with the numbers and the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from outreach import wikitext
from outreach.channels.liveness import Activity, Liveness, Thresholds
from outreach.channels.saidalive import Said
from outreach.phrases import Say


@dataclass(frozen=True)
class MeasuredChannel:
    """What was found out about one channel on one day.

    `active_users` is the wiki's own number, `now_at` the title of a page that was moved, `parts` how many
    subpages an index shows, `instead` the page where people talk and how many they are. `mails` says of a
    mailing list in how many of its mails people were counted; nobody knows how many read it. `watchers` is
    how many watch the page, None where the wiki does not tell.
    """

    day: date
    verdict: Liveness
    activity: Activity = field(default_factory=Activity)
    active_users: int = 0
    now_at: str = ''
    parts: int = 0
    missing: bool = False
    board: bool = False
    instead: tuple[str, int] | None = None
    mails: int | None = None
    watchers: int | None = None


def cells(one: MeasuredChannel, say: Say, said: Said | None = None) -> dict[str, str]:
    """Return the wikitext of each measured cell; that of the verdict says all figures together.

    `said` is who signed that the channel is alive; it counts only where nothing can be measured.
    """
    known = one.activity
    if one.verdict is Liveness.UNKNOWN:
        said = None if one.missing else said
        empty = dict.fromkeys(('lastpost', 'posters', 'topics', 'answered', 'machines'), '')
        return {**empty, 'verdict': _verdict(one, say, said), 'checked': one.day.isoformat()}
    answered = say('answered', count=known.answered, topics=known.topics)
    if known.mass_messages:
        answered += '<br />' + say('answered-mass', count=known.mass_answered, topics=known.mass_messages)
    if known.days_to_answer is not None:
        answered += '<br />' + say('days-to-answer', days=f'{known.days_to_answer:.1f}', count=known.answered)
    if known.last_answer:
        answered += '<br />' + say('last-answer', day=_day(known.last_answer))
    posters = ''
    if one.mails is not None:
        posters = say('senders', count=known.posters, mails=one.mails)
    elif known.posters or not known.posts:
        posters = say('posters', count=known.posters, active=one.active_users)
    if known.regulars:
        posters += '<br />' + say('regulars', count=known.regulars)
    if known.unattributed_share:
        posters += '<br />' + say('unattributed', percent=_percent(known.unattributed_share))
    return {
        'lastpost': known.last_post.isoformat() if known.last_post else say('none'),
        'posters': posters,
        'topics': str(known.topics),
        'answered': answered,
        'machines': ''
        if known.machine_share is None
        else say('share', percent=_percent(known.machine_share)),
        'verdict': _verdict(one, say),
        'checked': one.day.isoformat(),
    }


def off_the_wikis(say: Say, said: Said | None) -> dict[str, str]:
    """Return the measured cell of a place off the wikis: nothing is measured there, but people may say it."""
    verdict = say(f'verdict-{_key(Liveness.SAID if said else Liveness.UNKNOWN)}')
    return {'verdict': f'{verdict}<br /><small>{_said(said, say) if said else say("is-elsewhere")}</small>'}


def _key(verdict: Liveness) -> str:
    return verdict.value.replace(' ', '-')


def _said(said: Said, say: Say) -> str:
    return say('said-by', user=wikitext.escape(said.by), day=_day(said.day))


def _verdict(one: MeasuredChannel, say: Say, said: Said | None = None) -> str:
    parts = [say(f'verdict-{_key(Liveness.SAID if said else one.verdict)}')]
    if said:
        parts.append(_said(said, say))
    if one.missing:
        parts.append(say('is-missing'))
    if one.board:
        parts.append(say('is-board'))
    if one.parts:
        parts.append(say('is-index', count=one.parts))
    if one.now_at:
        parts.append(say('now-at', title=wikitext.escape(one.now_at)))
    if one.instead:
        parts.append(say('instead', title=wikitext.escape(one.instead[0]), count=one.instead[1]))
    parts.append(f'<small>{"; ".join(_told(one, say))}</small>')
    return '<br />'.join(parts)


def _told(one: MeasuredChannel, say: Say) -> Iterator[str]:
    known = one.activity
    if one.verdict is not Liveness.UNKNOWN:
        if one.mails is None:
            yield say('told-posters', count=known.posters, active=one.active_users)
            if one.watchers is not None:
                yield say('told-watchers', count=one.watchers)
        else:
            yield say('told-senders', count=known.posters, mails=one.mails)
        if known.last_post:
            yield say('told-last', day=_day(known.last_post))
        if known.topics:
            yield say('told-answered', count=known.answered, topics=known.topics)
        if known.days_to_answer is not None:
            yield say('told-wait', days=f'{known.days_to_answer:.1f}')
        if known.mass_messages:
            yield say('told-mass', count=known.mass_answered, topics=known.mass_messages)
        if known.last_mass_message:
            yield say('told-last-mass', day=_day(known.last_mass_message))
        if known.machine_share:
            yield say('told-machines', percent=_percent(known.machine_share))
        if known.unattributed_share:
            yield say('unattributed', percent=_percent(known.unattributed_share))
    yield say('told-checked', day=_day(one.day))


def _day(day: date) -> str:
    """Return a day whose parts keep their order between words that are read from right to left."""
    return f'<bdi>{day.isoformat()}</bdi>'


def rules(limits: Thresholds, say: Say) -> str:
    """Return the sentence that says by which thresholds the verdicts were made."""
    return say('rules', **vars(limits))


def _percent(share: Fraction) -> int:
    return round(100 * share)
