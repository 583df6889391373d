#!/usr/bin/env python3
"""Put the templates, forms and help pages that campaigns need on a wiki, and keep them up to date.

They lie in the folder onwiki/. A page that people changed, or that the wiki has already, is never written
over: it is named, with what to do. Run it by hand, once for a wiki and after each new version: this is the
only script that writes templates, and it writes nothing else.

Options:
-from:…      the folder of the pages (else onwiki beside the folder of the scripts)
-only:…      this page only, such as Template:Outreach campaign, with those below it; may be repeated (all)
-keep:…      a page that you have compared with the folder, and that works as it is: it is left alone; may be
             repeated (none)
-language:…  the language of the edit summaries (else that of the wiki)
-summary:…   words of yours before the summary of each edit (none)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none)
-always      write without asking
-simulate    show what would be written, and write nothing

Example: pwb install_pages -simulate

Exit codes: 0 done (also: nothing to do), 1 finished, but pages that people changed, or that are the wiki's
own, have to be looked at by hand, 2 bad input or refused, nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

from outreach import installing
from outreach.exitcodes import exit_code
from outreach.installing import Installation
from outreach.problems import BadInput, Problem, refuse
from outreach.run import WRITING, Change, Run, begin
from outreach.settings import home_title, many, maybe
from outreach.wiki import tell, warn

SCRIPT = 'install_pages'
FROM = maybe('from', Path)
ONLY = many('only', home_title)
KEEP = many('keep', home_title)
SETTINGS = (FROM, ONLY, KEEP, *WRITING)


def wanted(folder: Path, only: Collection[str], keep: Collection[str] = ()) -> Mapping[str, str]:
    """Return the texts by their titles; raise BadInput where there are none, or none of a title given."""
    try:
        texts = installing.texts(folder)
    except OSError as error:
        raise BadInput([Problem(f'-from:{folder}', str(error))]) from None
    if not texts:
        raise BadInput([Problem(f'-from:{folder}', 'holds no pages; give the folder onwiki/ of a clone')])
    refuse(
        Problem(f'-{option}:{asked}', f'is no page of {folder}')
        for option, titles in (('only', only), ('keep', keep))
        for asked in titles
        if not any(_is_of(title, [asked]) for title in texts)
    )
    return {title: text for title, text in texts.items() if not only or _is_of(title, only)}


def _is_of(title: str, only: Collection[str]) -> bool:
    return any(title == asked or title.startswith(f'{asked}/') for asked in only)


def let_write(run: Run, titles: Collection[str]) -> None:
    """Let these pages be written, templates among them, and no others."""

    def guard(title: str) -> None:
        if title not in titles:
            raise BadInput([Problem(title, 'is no page of the folder onwiki/')])

    run.home.guard = guard


def change(run: Run, found: Installation) -> Change:
    """Return what is written to a page; one that somebody changed meanwhile stays as it is."""

    def become(now: str) -> str:
        return found.text if now == found.page.text else now

    return Change(found.page, become, run.say('summary'))


def main(*args: str) -> int:
    """Show what becomes of each page, and write those that may be written on consent."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    texts = wanted(run.given[FROM] or installing.FOLDER, run.given[ONLY], run.given[KEEP])
    plan = installing.plan(run.trust, texts, run.given[KEEP])
    for found in plan:
        show = warn if found.to_look_at else tell
        show(found.in_words())
    todo = [found for found in plan if found.writes]
    let_write(run, {found.page.title for found in todo})
    run.write([change(run, found) for found in todo])
    return int(any(found.to_look_at for found in plan))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
