"""The page of status of a campaign: where it stands, what waits for whom, and what comes next.

It is made from how the campaign stands alone, without a clock: the same state gives the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from outreach import colours, editlinks, navigation, stopwords, wikitext
from outreach.campaigns import halts, lastevents, measuring, statusfigures
from outreach.campaigns.campaignstate import CampaignState
from outreach.campaigns.decisions import Ahead, Decision, Later, Step, Waits, Who
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.sends import grounds, sendbanner, unvouchedwords
from outreach.sends.sendstate import SendState
from outreach.wikitext import english, escape

REGION = 'status'
SHOWN, SHOWN_END = '<onlyinclude>', '</onlyinclude>'
MOST = 20
LATEST = 8
NOTHING = Ahead()
BOX = f'border: 1px solid {colours.LINE}; padding: 0.5em 1em;'
STEPS = ('list', 'message', 'test', 'approval', 'waves', 'checked', 'recorded')
UNDER_WAY = (SendState.CLAIMED, SendState.REQUESTED, SendState.UNKNOWN)
# what a close keeps from being done
SENDING = ('list', 'message', 'test', 'approval', 'waves')
# what the organizer does by an edit of the campaign page
BY_SETTINGS = ('ground', 'template', 'faillimit', 'fixed', 'uncounted-signup', 'uncounted-topicedit')
BY_PAGE = ('lines', 'nobody', 'text', 'text-wrong', 'lint', 'doubts')
# what keeps everything from being planned and sent, and stands among the problems
HOLDING = frozenset(
    ('lines', 'text', 'text-wrong', 'lint', 'doubts', 'contradiction', 'fixed', 'ground', 'exclude')
)
MARKS = {'done': '✓', 'now': '▶', 'open': '○', 'halted': '‖'}


def put(text: str, inside: str) -> str:
    """Return the page of status with what the scripts say on it, which alone the campaign page shows.

    What people write around it is on this page only. MediaWiki looks for the tag letter by letter before
    anything else: https://www.mediawiki.org/wiki/Help:Templates#Control_template_inclusion
    Raises BrokenMarkers as `wikitext.put_region` does.
    """
    new = wikitext.put_region(text, REGION, f'{SHOWN}{inside}{SHOWN_END}')
    begin, end = wikitext.region(new, REGION) or (0, 0)
    around = [part.replace(SHOWN, escape(SHOWN)) for part in (new[:begin], new[end:])]
    return new[begin:end].join(around)


def around(text: str) -> str:
    """Return what people wrote on the page of status around the part of the scripts.

    Raises BrokenMarkers as `wikitext.region` does.
    """
    begin, end = wikitext.region(text, REGION) or (0, 0)
    parts = (text[:begin], text[end:])
    marks = (wikitext.begin_marker(REGION), wikitext.end_marker(REGION))
    return '\n'.join(parts).replace(marks[0], '').replace(marks[1], '').strip()


def _box(parts: Sequence[str]) -> str:
    """Return the parts that say anything in one box."""
    return '\n'.join([f'<div class="outreach-status" style="{BOX}">', *filter(None, parts), '</div>'])


def render(
    state: CampaignState, found: Sequence[Decision], operator: str, say: Say, ahead: Ahead = NOTHING
) -> str:
    """Return what the page of status says. `operator` is the account that runs the scripts."""
    waits = sorted((one for one in found if isinstance(one, Waits)), key=_urgency)
    typed = [one for one in waits if one.what == 'type']
    next_ = [one for one in found if not isinstance(one, Waits)]
    held = (ahead.more or not state.sent) and any(one.what in HOLDING for one in waits)
    problems = _section(say('heading-problems'), list(_problems(state))[:MOST])
    first, last = (problems, '') if held or state.problems else ('', problems)
    return _box(
        [
            f"'''{_standing(state, ahead, say, held=held)}'''",
            _apart(first),
            _steps(state, ahead, say),
            _section(
                say('heading-waits'),
                [
                    *(_waits(state, one, operator, say) for one in waits if one not in typed),
                    *_gap(state, say),
                    *(_waits(state, one, operator, say) for one in typed),
                ],
            ),
            _section(say('heading-next'), [_next(one, say) for one in next_]),
            _section(say('heading-last'), list(lastevents.lines(state, say))[:LATEST]),
            statusfigures.table(state, say),
            _apart(last),
            _ground(state, say),
            f'{say("operator", user=_user(operator))} {_control(state, say)}',
            navigation.line(state.neighbours, say),
        ]
    )


def _ground(state: CampaignState, say: Say) -> str:
    """Return the ground on which people are written to; what nobody accepted is told as a claim."""
    main = [page for page in state.pages if not page.kind]
    accepted = [page.settings for page in main if page.state.taken or state.approvers(page)]
    return grounds.in_public(state.request.settings, state.unvouched, accepted, say)


def _urgency(one: Waits) -> int:
    """Return where something stands among what waits: a link to press first."""
    return 0 if one.plan else 1


def in_words(found: Sequence[Decision], say: Say) -> Iterator[str]:
    """Return the decisions in lines for the terminal; `say` gives English."""
    for one in found:
        if isinstance(one, Step):
            yield f'due: {one.command} ({say(f"why-{one.why}")})'
        elif isinstance(one, Waits):
            text = say(f'waits-{one.what}', page=one.page, **_all_values(one))
            yield f'waits for {say(f"who-{one.who.value}")}: {text}{_not_counted(one, say, str)}'
        else:
            day = f' ({one.moment:%Y-%m-%d %H:%M} UTC)' if one.moment else ''
            yield f'later: {say(f"later-{one.what}", **one.values)}{day}'
    if not found:
        yield 'nothing is due, and nothing waits'


def _all_values(one: Waits) -> dict[str, str | int]:
    """Return the values of a text, with those that it need not have."""
    return {
        'count': 0,
        'user': '',
        'languages': '',
        'wave': '',
        'by': '',
        'command': '',
        'changed': '',
        **one.values,
    }


def _apart(section: str) -> str:
    """Return a section as a paragraph of its own behind a line of text."""
    return f'\n{section}' if section else ''


def _section(heading: str, lines: Sequence[str]) -> str:
    return '\n'.join([f"'''{heading}'''", *(f'* {line}' for line in lines)]) if lines else ''


def _standing(state: CampaignState, ahead: Ahead, say: Say, *, held: bool) -> str:
    """Return the first line: whether anything is done, and if not, why."""
    for name, halt in (('stopped', state.stopped), ('closed', state.closed)):
        if halt:
            day = f'{halt.since:%Y-%m-%d %H:%M} UTC' if halt.since else '–'
            words = english(stopwords.said(halt.text, halt.by) or '–')
            return f'{say(f"state-{name}", user=_user(halt.by), day=day)} {words}'
    if state.problems:
        return say('state-settings')
    if ahead.over or held:
        return say('state-over' if ahead.over else 'state-held')
    return say('state-done' if not ahead.more and all(_done(state, ahead).values()) else 'state-running')


def _steps(state: CampaignState, ahead: Ahead, say: Say) -> str:
    """Return the line of steps, each with a mark and in words that a screen reader tells.

    Which list and texts it has stands in its settings: where those cannot be read, no step is known.
    """
    if state.problems:
        return ''
    done = _done(state, ahead)
    halted = STEPS if state.stopped else SENDING if state.closed else ()
    now = next((name for name in STEPS if not done.get(name, True) and name not in halted), '')
    items = []
    for name in STEPS:
        if name in done:
            open_ = 'halted' if name in halted else 'now' if name == now else 'open'
            mark = 'done' if done[name] else open_
            words = f'{MARKS[mark]} {say(f"step-{name}")} <small>({say(f"mark-{mark}")})</small>'
            items.append(f'<li style="margin: 0;">{f"<b>{words}</b>" if mark == "now" else words}</li>')
    look = (
        'list-style: none; margin: 0.5em 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25em 1.25em;'
    )
    return f'<ol style="{look}">{"".join(items)}</ol>'


def _done(state: CampaignState, ahead: Ahead) -> dict[str, bool]:
    """Return which steps are behind the campaign; without the test or the approval where there is none.

    A test that nobody made, and an approval that nobody gave or has to give, are no steps that were done. It
    does not follow from what is decided to do next: that is little where somebody stopped the campaign.
    """
    planned = state.planned()
    tests = [page for page in state.delivered if page.is_test]
    tested = any(bool(state.sent) or bool(state.approvers(page)) for page in tests)
    approved = any(state.approvers(page) for page in (*state.sent, *planned))
    more = bool(planned) or not state.sent
    steps = {
        'list': bool(state.targets) and not state.list_problems,
        'message': bool(state.texts.messages) and not _faulty(state, ahead),
        'test': tested,
        'approval': approved and not state.unapproved,
        'waves': bool(state.sent) and not ahead.more and not any(state.kinds(UNDER_WAY)),
        'checked': bool(state.sent) and all(state.settled(page) for page in state.sent),
        'recorded': bool(state.sent) and {page.title for page in state.sent} <= state.logged,
    }
    asked = {
        'test': state.rules.test and (tested or more),
        'approval': approved or bool(state.unapproved) or (state.rules.approval and more),
    }
    return {name: value for name, value in steps.items() if asked.get(name, True)}


def _faulty(state: CampaignState, ahead: Ahead) -> bool:
    """Whether something about the texts is to be fixed before anybody gets them."""
    errors = any(one.error for one in state.findings)
    return errors or bool(state.text_problems) or (ahead.more and bool(state.doubts))


def _waits(state: CampaignState, one: Waits, operator: str, say: Say) -> str:
    values = _all_values(one)
    values |= {'command': f'<code>{escape(str(values["command"]))}</code>', 'by': _user(str(values['by']))}
    values |= {
        'changed': english(str(values['changed'])),
        'user': _user(str(values['user'])),
        'languages': ', '.join(_translations(state)) if one.what == 'translate' else '',
    }
    who = say(f'who-{one.who.value}')
    if one.who is Who.OPERATOR and operator:
        who = f'{who} ({_user(operator)})'
    text = say(f'waits-{one.what}', page=navigation.link(one.page), **values)
    look = unvouchedwords.of_plan(state.pages, one.plan, say) or _edited_last(state, one, say)
    return f"'''{who}''': {text}{_plan(state, one, say)}{look}{_action(state, one, say)}"


def _edited_last(state: CampaignState, one: Waits, say: Say) -> str:
    """Return who edited the page last that somebody has to put in order, where that is nobody trusted."""
    if one.what not in (*BY_SETTINGS, *BY_PAGE) or one.page not in state.edits:
        return ''
    user = state.edits[one.page].user
    by, page = unvouchedwords.account(user), unvouchedwords.history(one.page)
    return f' ({say("edited-last", by=by, page=page)})' if user in state.strangers else ''


def _translations(state: CampaignState) -> Iterator[str]:
    """Return a link to the form of each translation that lacks, with what the language calls itself.

    https://www.mediawiki.org/wiki/Help:Magic_words#language
    """
    source = state.texts.messages.get(state.request.default_language)
    filled = not (source and source.tagged)
    for code in map(escape, state.untranslated):
        form = editlinks.translate(state.message_title, code, filled=filled)
        yield f'[{form} <bdi>{{{{#language:{code}}}}}</bdi> ({code})]'


def _plan(state: CampaignState, one: Waits, say: Say) -> str:
    """Return links to what is to be looked at before a plan is approved: its pages, with list and texts."""
    if not one.plan:
        return ''
    pages = [page for page in state.planned() if page.plan == one.plan]
    looked_at = [navigation.link(page.title, page.title.removeprefix(f'{state.title}/')) for page in pages]
    looked_at += [navigation.link(state.list_title, say('nav-list'))]
    looked_at += [navigation.link(state.message_title, say('nav-message'))]
    withheld = {sendbanner.reasons_of(page) for page in pages if page.withheld}
    why = ''.join(say('plan-withheld', reasons=reasons) for reasons in sorted(withheld))
    return f'{why} ({" · ".join(looked_at)}){_not_counted(one, say, english)}'


def _not_counted(one: Waits, say: Say, shown: Callable[[str], str]) -> str:
    """Return which lines name a plan that waits, and do not approve it."""
    lines = str(one.values.get('not_counted', ''))
    return say('plan-not-counted', lines=shown(lines)) if lines else ''


def _gap(state: CampaignState, say: Say) -> Iterator[str]:
    """Return that anybody may take on a gap, where the log has found any, or who can have it look for them.

    Nothing else waits for that.
    """
    gaps = state.neighbours['gaps']
    if state.stopped or state.closed:
        return
    if not state.edited(gaps) and state.logged:
        yield f"'''{say('who-operator')}''': {say('waits-nogaps')}"
    elif state.edited(gaps):
        yield f"'''{say('who-everybody')}''': {say('waits-gap', page=navigation.link(gaps))}"


def _action(state: CampaignState, one: Waits, say: Say) -> str:
    """Return the link that does what is waited for, where a form does it."""
    if one.plan:
        return f' [{editlinks.approve(state.title, one.plan)} {say("act-approve")}]'
    if one.what in ('stopped', 'unheard'):
        return f' [{halts.way_on(state.title, one.page)} {say("act-resume")}]'
    if one.what in BY_SETTINGS:
        return f' [{editlinks.edit_link(state.title)} {say("act-edit")}]'
    return ''


def _next(one: Decision, say: Say) -> str:
    if isinstance(one, Step):
        return say(f'why-{one.why}')
    if isinstance(one, Later):
        day = f' ({one.moment:%Y-%m-%d})' if one.moment else ''
        return f'{say(f"later-{one.what}", **one.values)}{day}'
    return ''


def _problems(state: CampaignState) -> Iterator[str]:
    """Return what is wrong with template, list and texts, with its place, in the words of the scripts."""
    settings = (*state.problems, *state.unread, *measuring.changed(state), *grounds.problems(state.own))
    for one in (*settings, *state.list_problems, *state.text_problems, *state.contradictions):
        yield _problem(one)
    for told in state.told:
        yield english(told)
    for finding in state.findings:
        yield _problem(Problem(finding.place, finding.text))


def _problem(one: Problem) -> str:
    return english(f'{one.place}: {one.text}')


def _user(name: str) -> str:
    return navigation.link(f'User:{name}', name) if name else '–'


def _control(state: CampaignState, say: Say) -> str:
    """Return the links that stop, close and reopen; a stop is taken back where it is waited for."""
    links = {} if state.stopped or state.closed else {'stop': editlinks.stop(state.title)}
    if state.closed:
        links['resume'] = editlinks.reopen(state.title)
    else:
        links['close'] = editlinks.close(state.title)
    return ' · '.join(f'[{link} {say(f"act-{name}")}]' for name, link in links.items())
