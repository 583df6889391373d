"""The message pages of a campaign, as they stand on its wiki."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache

from outreach import phrases, revisions
from outreach.pages import Page
from outreach.problems import BadInput, Problem, no_page
from outreach.sends import message
from outreach.sends.message import Language, Message
from outreach.sends.sendplan import Texts
from outreach.wiki import Wiki

TRANSLATE = '<translate'


def read_languages(wiki: Wiki, codes: Collection[str]) -> dict[str, Language]:
    """Return fallbacks, direction and name of languages (https://www.mediawiki.org/wiki/API:Languageinfo)."""
    found: dict[str, Language] = {}
    for reply in wiki.query_each(
        'licode', sorted(codes), meta='languageinfo', liprop='code|fallbacks|dir|autonym'
    ):
        for code, about in reply.get('languageinfo', {}).items():
            found[code] = Language(code, tuple(about['fallbacks']), about['dir'], about['autonym'])
    return found


def read_texts(wiki: Wiki, base: str, default: str, wiki_languages: Collection[str]) -> Texts:
    """Read the messages for wikis with these content languages: `base` and its pages per language.

    Raises BadInput with everything that is wrong with the pages, and where there is no text in the
    default language.
    """
    languages = read_languages(wiki, {*wiki_languages, default})
    if default not in languages:
        raise BadInput([Problem('-fallback', f'{default} is no language that the wiki knows')])
    fallbacks = {code for one in languages.values() for code in one.fallbacks} - set(languages)
    if fallbacks:
        languages |= read_languages(wiki, fallbacks)
    wanted = {default, *message.languages_needed(wiki_languages, languages)}
    titles = {base: default, **{f'{base}/{code}': code for code in sorted(wanted)}}
    pages = wiki.read_many(titles)
    return Texts(messages_of(pages.values(), base, default), languages)


def messages_of(pages: Iterable[Page], base: str, default: str) -> dict[str, Message]:
    """Return the messages by language out of the pages that were read; raise BadInput as `read_texts`."""
    found: dict[str, Message] = {}
    changed: dict[str, str] = {}
    problems: list[Problem] = []
    there = {one.title: one for one in pages if one.revid}
    translatable = base in there and TRANSLATE in there[base].text
    for page in sorted(there.values(), key=lambda one: (one.title != base, one.title)):
        code = message.page_of_language(page.title, base) or default
        try:
            read = message.parse(page.text, page.title, code, page.revid)
        except ValueError as error:
            problems.append(Problem(page.title, str(error).removeprefix(f'{page.title}: ')))
            continue
        before = found.get(code)
        found[code] = message.doubtful_source(before, read) if before and translatable else read
        changed[code] = page.timestamp
    if default not in found and not problems:
        text = f'there is no message in the default language ({default}), neither here nor on /{default}'
        problems.append(no_page(base, text) if not found else Problem(base, text))
    if problems:
        raise BadInput(problems)
    if translatable:
        return found  # its translations say themselves which parts are out of date
    by = f' by {author}' if (author := there[found[default].title].user) else ''
    late = f'may be out of date: {found[default].title} was changed later{by}'
    return {
        code: replace(one, doubts=(*one.doubts, late)) if changed[code] < changed[default] else one
        for code, one in found.items()
    }


def sent_texts(wiki: Wiki, pinned: Mapping[str, int]) -> dict[str, str]:
    """Return the texts that were sent, by send page, from the revisions of their messages; 50 per request.

    What cannot be read any more is left out.
    """
    read = revisions.by_number(wiki, set(pinned.values()))
    found: dict[str, str] = {}
    for title, number in pinned.items():
        try:
            page = read[number]
            found[title] = message.parse(page.text or '', page.title, '').body
        except (KeyError, ValueError):
            continue
    return found


def frame(wiki: Wiki, language: str) -> Callable[[str], str]:
    """Return what marks the text of a new page with a language; nothing where it is the wiki's own or ''.

    The direction of the language is asked for when a text is marked first: most pages are there already.
    """
    if language in ('', wiki.info.language):
        return str

    @cache
    def direction() -> str:
        return read_languages(wiki, {language}).get(language, Language(language)).direction

    return lambda text: phrases.framed(text, language, direction())
