"""The message pages of a campaign, as they stand on its wiki."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from outreach import phrases
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.sends import message
from outreach.sends.message import Language, Message
from outreach.sends.sendplan import Texts
from outreach.wiki import Wiki


def read_languages(wiki: Wiki, codes: Collection[str]) -> dict[str, Language]:
    """Give fallbacks, direction and name of languages (https://www.mediawiki.org/wiki/API:Languageinfo)."""
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
    fallbacks = {code for one in languages.values() for code in one.fallbacks} - set(languages)
    if fallbacks:
        languages |= read_languages(wiki, fallbacks)
    wanted = {default, *message.languages_needed(wiki_languages, languages)}
    titles = {base: default, **{f'{base}/{code}': code for code in sorted(wanted)}}
    pages = wiki.read_many(titles)
    return Texts(messages_of(pages.values(), base, default), languages)


def messages_of(pages: Iterable[Page], base: str, default: str) -> dict[str, Message]:
    """Give the messages by language out of the pages that were read; raise BadInput as `read_texts`."""
    found: dict[str, Message] = {}
    problems: list[Problem] = []
    for page in sorted((one for one in pages if one.revid), key=lambda one: (one.title != base, one.title)):
        code = message.page_of_language(page.title, base) or default
        try:
            found[code] = message.parse(page.text, page.title, code, page.revid, page.timestamp)
        except ValueError as error:
            problems.append(Problem(page.title, str(error).removeprefix(f'{page.title}: ')))
    if default not in found and not problems:
        text = f'there is no message in the default language ({default}), neither here nor on /{default}'
        problems.append(Problem(base, text))
    if problems:
        raise BadInput(problems)
    return found


def frame(wiki: Wiki, language: str) -> Callable[[str], str]:
    """Give what marks the text of a new page with a language; nothing where it is the wiki's own or ''."""
    if language in ('', wiki.info.language):
        return str
    known = read_languages(wiki, {language}).get(language, Language(language))
    return lambda text: phrases.framed(text, language, known.direction)
