"""Pictures of a finished campaign, as its readers see it: `python -m sandbox.pictures [FOLDER [PAGE …]]`.

Runs the campaign of the demo in English and in Arabic (or in that which is named too), and takes each
page (or those named) wide, on a phone and, where MediaWiki can do it, dark. Those that the documentation
shows are brought up to date there. With axe, pages whose content breaks rules of WCAG level A or AA are
named, and so are those that are wider than the screen, have a box that scrolls sideways, or break a word
in two; the exit code is 1 then. The colours of links and buttons are the skin's: those of missing pages,
and how far others stand out from a dark text.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from sandbox import measured, news
from sandbox.demo import EVENTS, META, NEWS, STEPS, WHERE_IT_STANDS, run_letters, run_step
from sandbox.farm import Farm
from sandbox.state import REPOSITORY
from sandbox.truth import arrivals
from sandbox.world import Outcome
from sandbox.worlds import medicine_events as events
from sandbox.worlds.medicine import READERS
from sandbox.worlds.medicine_meta import CAMPAIGN, DO_NOT_CONTACT, PATTERN, PROMOTION_LOG
from sandbox.worlds.medicine_pumps import DIRECTORY

SHOWN = REPOSITORY / 'docs' / 'screenshots'
SCRIPTS = REPOSITORY / 'scripts'
LANGUAGES = ('en', 'ar')
# of a longer page the upper part says how it looks
MOST_HEIGHT = 1600
WIKIS = '-wikis:*.wikipedia.test'
HELP, TEMPLATE = 'Help:Outreach campaigns', 'Template:Outreach campaign'
MORE = (
    f'pwb map_channels -campaign:{CAMPAIGN} {WIKIS} -measure -languages:{CAMPAIGN}/Languages -always',
    f'pwb log_promotion -campaign:{CAMPAIGN} -gaps:wikipedias -always',
    f'pwb update_pattern -index:{CAMPAIGN}/Patterns -always',
)
# what some of those who got the message wrote below it
ANSWERS = (
    'Thank you, I will take part!',
    'Sounds good – where can I begin?',
    'Thanks, but I have no time this month.',
)
ANSWERED = (
    f'pwb check_delivery -campaign:{CAMPAIGN} -replies -always',
    f'pwb log_promotion -campaign:{CAMPAIGN} -always',
    f'pwb update_pattern -campaign:{CAMPAIGN} -always',
)
# what one of the readers saved by the form of a message
REQUEST = '* join: sv.wikipedia.test ~~~~'
NAMES = {
    f'{PROMOTION_LOG}/Gaps': 'gaps',
    f'{PROMOTION_LOG}/Coverage': 'coverage',
    PROMOTION_LOG: 'log',
    PATTERN: 'pattern',
    DIRECTORY: 'channels',
    measured.PAGE: 'measures',
    HELP: 'help',
    TEMPLATE: 'template',
    DO_NOT_CONTACT: 'exclude',
}
RULES = {
    'runOnly': {'type': 'tag', 'values': ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},
    'rules': {'link-in-text-block': {'enabled': False}},
}
OF_SKINS = re.compile(r'class="(new|mw-ui-button|cdx-button)\b')
CONTENT = {'include': [['.mw-parser-output']]}
# what can be moved sideways, the page itself included, with the class or the name of what it is
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('.mw-parser-output *')]
    .filter(one => one === document.documentElement ? one.scrollWidth > innerWidth
        : one.scrollWidth > one.clientWidth + 1 && !one.matches('.mw-templatedata-doc-params')
            && /auto|scroll/.test(getComputedStyle(one).overflowX))
    .map(one => `${one.className || one.localName} is ${one.scrollWidth} pixels wide`)"""
# words of letters alone, and hosts or their parts, that begin on one line and end on another
BROKEN = r"""() => {
    const content = document.querySelector('.mw-parser-output');
    const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT), found = [];
    const words = /(?<!\S)(?:\p{L}{3,20}[.,:;]?|[a-z]{2,}(?:\.[a-z]{2,})+)(?!\S)/gu;
    const range = document.createRange(), anywhere = /\p{Script=Han}|\p{Script=Thai}|\p{Script=Hira}/u;
    while (texts.nextNode())
        for (const word of texts.currentNode.data.matchAll(words)) {
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            const tops = new Set([...range.getClientRects()].map(one => Math.round(one.top)));
            const name = texts.currentNode.parentElement.closest('code');
            if (tops.size > 1 && !name && !anywhere.test(word[0])) found.push(word[0]);
        }
    return found;
}"""


@dataclass(frozen=True)
class Form:
    """One way to look at a page: the skin and its options, and the width of the window."""

    name: str
    width: int
    height: int
    query: Mapping[str, str] = field(default_factory=dict)
    since: tuple[int, int] = (1, 39)


VECTOR, MINERVA = {'useskin': 'vector-2022'}, {'useskin': 'minerva'}
FORMS = (
    Form('', 1280, 900, VECTOR),
    Form('phone', 390, 844, MINERVA),
    Form('dark', 1280, 900, {**VECTOR, 'vectornightmode': '1'}, since=(1, 43)),
    Form('phone-dark', 390, 844, {**MINERVA, 'minervanightmode': '1'}, since=(1, 43)),
)


def main(folder: Path, only: Sequence[str] = ()) -> int:
    """Take all pictures into a folder; return 1 where a page breaks a rule, 0 else."""
    folder.mkdir(parents=True, exist_ok=True)
    broken: list[str] = []
    named = [name for name in only if name not in LANGUAGES]
    with Farm.start() as farm, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which('chromium'),
            proxy={'server': farm.proxy},
            args=['--no-sandbox'] if os.geteuid() == 0 else [],
        )
        for language in [one for one in LANGUAGES if one in only] or LANGUAGES:
            farm.reset('medicine')
            run_campaign(farm, language)
            version = tuple(int(part) for part in farm.setup.version.split('.')[:2])
            for form in FORMS:
                if version >= form.since:
                    broken += pictures(farm, browser, form, language, folder, named)
        browser.close()
    print('\n'.join(broken) or f'No page breaks a rule of WCAG. Pictures are in {folder}.')
    return 1 if broken else 0


def run_campaign(farm: Farm, language: str) -> None:
    """Run the campaign of the demo, its pages of news, gaps and languages too, in a language."""

    def run(commands: Sequence[str]) -> None:
        for command in commands:
            done = run_step(farm, in_language(command, language))
            print(f'{done.code}  {done.command}', flush=True)

    run(STEPS)
    answer(farm)
    run((*ANSWERED, *MORE))
    farm.login('Organizer').edit(news.PAGE, news.SETTINGS)
    with news.news_server(farm.directory) as server:
        news.tell(server, datetime.now(UTC))
        run_step(farm, in_language(NEWS, language))
    hold_more_events(farm)
    run_step(farm, in_language(EVENTS, language))
    run_letters(farm, print)
    farm.login('Organizer').edit(f'{CAMPAIGN}/Requests', REQUEST)
    measured.run(farm, lambda command: run_step(farm, in_language(command, language)).problems, print)
    run_step(farm, in_language(WHERE_IT_STANDS, language))
    farm.run_jobs()


def answer(farm: Farm) -> None:
    """Let some of those who got the message answer it."""
    got = {one.name: one.host for one in arrivals(farm) if one.outcome is Outcome.DELIVERED}
    there = [(name, got[name]) for name in READERS if name in got]
    for (name, host), words in zip(there, ANSWERS, strict=False):
        person, title = farm.login(name, host), f'User talk:{name}'
        person.edit(title, f'{person.text(title)}\n:{words} ~~~~')


def hold_more_events(farm: Farm) -> None:
    """Put further events into the list of the wikis, and call one of them off on the calendar."""
    organizer = farm.login('Organizer')
    for one in events.more(datetime.now(UTC)):
        farm.sql('centralauth', 'REPLACE INTO campaign_events VALUES (?, ?)', one['id'], json.dumps(one))
        organizer.edit(one['event_page'], 'Come and write about health.')
    organizer.edit(events.CALENDAR, f'{organizer.text(events.CALENDAR)}{events.ROW}')


def in_language(command: str, language: str) -> str:
    """Return a command with the language of what it writes, where its script has words in it."""
    parts = command.split()
    name = parts[1] if parts[0] == 'pwb' else ''
    spoken = (SCRIPTS / 'outreach' / 'i18n' / name / f'{language}.json').is_file()
    takes = name and '\n-language:' in (SCRIPTS / f'{name}.py').read_text(encoding='utf-8')
    return f'{command} -language:{language}' if language != 'en' and spoken and takes else command


def pages(farm: Farm) -> Iterator[tuple[str, str]]:
    """Return the pages of the campaign, each with the name of its pictures."""
    reply = farm.api(META, action='query', list='allpages', apprefix=f'{CAMPAIGN}', aplimit='max')
    below = [str(page['title']) for page in reply['query']['allpages']]
    titles = [PATTERN, measured.PAGE, HELP, TEMPLATE, DO_NOT_CONTACT, *below]
    for title in titles:
        name = title.removeprefix(CAMPAIGN).strip('/') or 'campaign'
        yield title, NAMES.get(title, name.lower().replace('/', '-').replace(' ', '-'))


def pictures(
    farm: Farm, browser: Browser, form: Form, language: str, folder: Path, only: Sequence[str]
) -> list[str]:
    """Take every page in one form; return the rules that each of them breaks."""
    context = browser.new_context(viewport={'width': form.width, 'height': form.height})
    page = context.new_page()
    page.set_default_timeout(120_000)
    found: list[str] = []
    for title, name in pages(farm):
        if only and name not in only:
            continue
        query = urlencode({**form.query, 'uselang': language})
        page.goto(f'http://{META}/wiki/{quote(title.replace(" ", "_"))}?{query}', wait_until='load')
        file = '-'.join(part for part in (name, language, form.name) if part) + '.png'
        take(page, form, folder / file)
        if (SHOWN / file).exists():
            shutil.copyfile(folder / file, SHOWN / file)
        found += [f'{file}: {line}' for line in (*misfits(page), *violations(page))]
    context.close()
    print(f'{language}, {form.name or "desktop"}: {len(found)} rules broken', flush=True)
    return found


def take(page: Page, form: Form, path: Path) -> None:
    """Take a page from its top, at most so high."""
    height = int(page.evaluate('document.documentElement.scrollHeight'))
    size = {'width': form.width, 'height': max(form.height, min(height, MOST_HEIGHT))}
    page.screenshot(path=path, full_page=True, clip={'x': 0, 'y': 0, **size})


def misfits(page: Page) -> list[str]:
    """Return what of a page does not fit into the width of the screen, or fits by breaking words."""
    if not page.locator('.mw-parser-output').count():
        return []
    wide = [f'scrolls sideways: {one}' for one in page.evaluate(SIDEWAYS)]
    words = list(dict.fromkeys(page.evaluate(BROKEN)))
    return [*wide, *([f'breaks words: {", ".join(words[:10])}'] if words else [])]


def violations(page: Page) -> list[str]:
    """Return the rules of level A and AA that the content of a page breaks, each with where first."""
    if not page.locator('.mw-parser-output').count():
        return []
    response: dict[str, Any] = Axe().run(page, context=CONTENT, options=RULES).response
    found = []
    for one in response['violations']:
        nodes = [node for node in one['nodes'] if not OF_SKINS.search(node['html'])]
        ours = [node['html'] for node in nodes if one['id'] != 'target-size' or not on_map(page, node)]
        if ours:
            found.append(f'{one["id"]} ({one["impact"]}), {len(ours)} times: {ours[0][:120]}')
    return found


def on_map(page: Page, node: Mapping[str, Any]) -> bool:
    """Return whether a link is a place on a map: the list below has it too, and that may be small then.

    https://www.w3.org/TR/WCAG22/#target-size-minimum, "Equivalent".
    """
    link = page.locator(str(node['target'][0])).first
    return bool(link.evaluate('one => Boolean(one.closest(".outreach-map"))'))


if __name__ == '__main__':
    FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / 'build' / 'pictures'
    sys.exit(main(FOLDER, sys.argv[2:]))
