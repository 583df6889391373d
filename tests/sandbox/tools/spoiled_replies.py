"""Every script on replies that lack a key that it needs: `make spoiled`, or `… SCRIPTS="post_events"`.

A first run of each script tells which keys its replies need (`replyshapes`). Then it runs once for each of
them, on the wikis as it found them, with that key renamed in every reply that has it. It must not end with
0 or a traceback, list nobody whom it does not list otherwise, and send nothing twice.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from outreach import replies, replyshapes

from sandbox import demo, gateway, measured, news
from sandbox.farm import Farm
from sandbox.pwb_folder import OPERATOR
from sandbox.worlds.medicine import ORGANIZER
from sandbox.worlds.medicine_meta import CAMPAIGN, NO_MAIL, text_of

META = 'meta.wikimedia.test'
SIGNUPS, LIST = 'Outreach/Walks/Participants', 'Outreach/Walks/Targets'
PEOPLE = ('Grace Abara', 'Hollis Grant', 'Meredith Vale')
TARGET = re.compile(r'\{\{#target:[^}]*\}\}|\{\{target \|[^}]*\}\}')
# What Pywikibot asks for itself; it has shapes of its own. Of our scripts check_setup alone asks for
# paraminfo.
OF_PYWIKIBOT = ('action=login', 'action=clientlogin', 'meta=tokens', 'action=paraminfo')
# What became of an edit, or of the request to send, is read back from the wiki (page, log) where its answer
# cannot be read: where all is as without the fault, 0 is the truth.
READ_BACK = ('action=edit', 'action=massmessage')
# Pywikibot asks without a version of the format, or for new messages (`hasmsg`): what it takes for granted
# must only not end in a traceback.
LIBRARY = 'Pywikibot: '


@dataclass(frozen=True, order=True)
class Spoil:
    """A key that is renamed in the replies to one request form (`list=users`)."""

    form: str
    key: str


@dataclass(frozen=True)
class Outcome:
    """What a script did with spoiled replies: how many there were, its exit code and all it said."""

    hits: int
    code: int
    output: str
    listed: frozenset[str]
    sent: tuple[str, ...]


class Spoiling:
    """Notes which keys the replies need, and renames one of them where it is to."""

    def __init__(self, spoil: Spoil | None = None) -> None:
        self.spoil, self.hits = spoil, 0
        self.seen: set[Spoil] = set()

    def __call__(self, asked: str, reply: dict[str, Any]) -> None:
        """Note or rename the keys of one reply."""
        if any(own in asked for own in OF_PYWIKIBOT):
            return
        for form, one in needed(asked, reply):
            self.seen.add(Spoil(form, one.key))
            if self.spoil == Spoil(form, one.key) and isinstance(one.entry, dict):
                self.hits += 1
                one.entry[f'{one.key}x'] = one.entry.pop(one.key)


def needed(asked: str, reply: dict[str, Any]) -> Iterator[tuple[str, replies.WrongKey]]:
    """Return the request form, and every key of a reply that has to be there and is."""
    parts = re.split(r'(?:^| )([a-z]+)=', asked)[1:]
    parameters = dict(zip(parts[::2], parts[1::2], strict=True))
    meta = parameters.get('meta', '').split('|')
    if 'userinfo' in meta and (len(meta) > 1 or parameters.keys() & {'list', 'prop', 'titles'}):
        meta.remove('userinfo')  # Pywikibot adds it to every question
        parameters['meta'] = '|'.join(meta)
    told = replies.asked_in(parameters)
    shape = replyshapes.shape_of(told, reply)
    by = '' if 'formatversion=2' in asked and 'hasmsg' not in asked else LIBRARY
    form = by + (
        ' '.join(f'{name}={parameters[name]}' for name in ('list', 'prop', 'meta') if parameters.get(name))
        or f'action={parameters.get("action", "")}'
    )
    for one in list(replies.findings(shape, reply, told)):
        if not one.fault and one.key in one.entry:
            yield form, one


@dataclass(frozen=True)
class Trial:
    """A command of the demo or of a first user, and what it finds: wikis, files beside it, configuration.

    `around` is what runs meanwhile, such as a server of news.
    """

    name: str
    command: str
    before: Path
    files: Path
    more: str = ''
    around: Callable[[Farm], AbstractContextManager[object]] = nullcontext


def run(farm: Farm, trial: Trial, spoil: Spoil | None) -> tuple[Outcome, set[Spoil]]:
    """Run a command once on the wikis as it found them; return what it did and the keys its replies need."""
    farm.restore(trial.before)
    spoiling = Spoiling(spoil)
    with gateway.running(farm.proxy, change=spoiling) as proxy, trial.around(farm):
        folder = farm.pwb_directory(OPERATOR, proxy=proxy.url, more=trial.more)
        shutil.copytree(trial.files, folder, dirs_exist_ok=True)
        done = farm.pwb(*trial.command.split()[1:], proxy=proxy.url, more=trial.more)
    farm.run_jobs()
    client = farm.client(META)
    log = client.call(action='query', list='logevents', leaction='massmessage/send', lelimit='max')
    sent = tuple(sorted(one['title'] for one in log['query']['logevents']))
    found = client.call(action='query', list='allpages', apprefix='Outreach/', aplimit='max')
    texts = [client.text(one['title']) or '' for one in found['query']['allpages']]
    listed = frozenset(one for text in texts for one in TARGET.findall(text))
    return Outcome(spoiling.hits, done.returncode, done.stdout, listed, sent), spoiling.seen


def wrong(sound: Outcome, spoiled: Outcome, spoil: Spoil) -> str:
    """Return what a script should not have done with spoiled replies, '' for nothing."""
    if not spoiled.hits:
        return ''
    if 'Traceback' in spoiled.output:
        return 'traceback'
    as_it_was = (spoiled.listed, spoiled.sent) == (sound.listed, sound.sent)
    read_back = spoil.form in READ_BACK and as_it_was
    if spoiled.code == 0 and not read_back and not spoil.form.startswith(LIBRARY):
        return 'ended with 0'
    if spoiled.listed - sound.listed:
        return f'listed {len(spoiled.listed - sound.listed)} more'
    if len(set(spoiled.sent)) < len(spoiled.sent) or set(spoiled.sent) - set(sound.sent):
        return 'sent what it should not'
    return ''


def files_of(farm: Farm) -> Path:
    """Copy aside what an operator has on the machine: tables, and the private folder."""
    kept, folder = Path(tempfile.mkdtemp(dir=farm.directory)), farm.pwb_directory(OPERATOR)
    for path in folder.glob('*.csv'):
        shutil.copy(path, kept)
    private = folder / 'outreach' / 'private'
    if private.is_dir():
        shutil.copytree(private, kept / 'outreach' / 'private')
    return kept


@contextmanager
def with_news(farm: Farm) -> Iterator[None]:
    """Serve the news of the demo."""
    with news.news_server(farm.directory) as server:
        news.tell(server, datetime.now(UTC))
        yield


def signed_up(farm: Farm) -> None:
    """Let people sign up on a page."""
    lines = (f'# [[:en:User:{name}|{name}]] 10:00, 12 September 2026 (UTC)\n' for name in PEOPLE)
    farm.login(ORGANIZER).edit(SIGNUPS, '== Participants ==\n' + ''.join(lines))


def has_contacts(farm: Farm) -> None:
    """Give the operator the contacts of affiliates."""
    path = farm.pwb_directory(OPERATOR) / 'contacts.csv'
    path.touch(mode=0o600)
    path.write_text(demo.CONTACTS, encoding='utf-8')
    farm.login(ORGANIZER).edit(NO_MAIL, text_of('nomail'))


def has_news(farm: Farm) -> None:
    """Let the organizer make the page of news."""
    farm.login(ORGANIZER).edit(news.PAGE, news.SETTINGS)


def measured_campaign(farm: Farm) -> None:
    """Let a campaign that held people out have been forty days ago."""
    measured.set_up(farm)
    for command in (*measured.SEND, measured.CHECK):
        demo.run_step(farm, command)
    measured.forty_days_later(farm)


def nothing(_farm: Farm) -> None:
    """Leave the wikis as they are."""


Prepare = Callable[[Farm], None]
# what needs no campaign, the campaign of the demo, and what comes after it: in this order on the same wikis
STEPS: tuple[tuple[Prepare, str], ...] = (
    (signed_up, f'pwb collect_signups -signups:{SIGNUPS} -list:{LIST} -always'),
    (nothing, f'pwb check_targets -list:{LIST}'),
    (has_news, demo.NEWS),
    (nothing, demo.EVENTS),
    (nothing, 'pwb install_pages -always'),
    (nothing, 'pwb check_setup'),
    *((nothing, command) for command in demo.STEPS),
    (has_contacts, demo.LETTERS[0]),
    (nothing, demo.LETTERS[1]),
    (nothing, 'pwb run_campaigns -status'),
    (measured_campaign, measured.MEASURE),
)
MORE = {'run_campaigns': f"_outreach_campaigns = [{{'page': '{CAMPAIGN}'}}]\n"}
AROUND = {'post_feed': with_news}


def trials(farm: Farm) -> Iterator[Trial]:
    """Return each command with the wikis as it finds them; it is run on them after it was tried."""
    farm.reset('medicine')
    names: Counter[str] = Counter()
    for prepare, command in STEPS:
        prepare(farm)
        if command == demo.JOBS:
            farm.run_jobs()
            continue
        script = command.split()[1]
        names[script] += 1
        name = script if names[script] == 1 else f'{script} ({names[script]})'
        more, around, before = MORE.get(script, ''), AROUND.get(script, nullcontext), farm.snapshot()
        yield Trial(name, command, before, files_of(farm), more, around)
        farm.restore(before)
        with around(farm):
            done = farm.pwb(*command.split()[1:], more=more)
        if done.returncode not in (0, 1):
            raise SystemExit(f'`{command}` ended with {done.returncode}:\n{done.stdout}')


def try_out(farm: Farm, trial: Trial) -> tuple[int, int]:
    """Print a line for each key that a command minded too little; return how many runs and such keys."""
    sound, keys = run(farm, trial, None)
    minded, bad, begun = 0, 0, time.monotonic()
    for spoil in sorted(keys):
        spoiled, _ = run(farm, trial, spoil)
        said = wrong(sound, spoiled, spoil)
        minded += spoiled.hits > 0
        if said:
            bad += 1
            print(f'{trial.name}: {spoil.form} without {spoil.key}: {said}', flush=True)
            print(f'    {spoiled.output.strip().splitlines()[-1][:150]}', flush=True)
    seconds = time.monotonic() - begun
    print(
        f'{trial.name:<20}{len(keys):>4} keys{minded:>5} spoiled{bad:>4} wrong{seconds:>6.0f} s', flush=True
    )
    return len(keys), bad


def main(*only: str) -> int:
    """Try every command, or those of some scripts; 1 where a key was minded too little."""
    runs = bad = 0
    with Farm.start() as farm:
        left = set(only)
        for trial in trials(farm):
            if not only or trial.name in left:
                made, wrongs = try_out(farm, trial)
                runs, bad, left = runs + made, bad + wrongs, left - {trial.name}
            if only and not left:
                break
    print(f'{runs} runs; {bad} otherwise than wanted')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
