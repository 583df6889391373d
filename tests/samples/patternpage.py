"""A page with a learning pattern."""

from __future__ import annotations

from typing import Any

from outreach import phrases, wikitext
from outreach.patterns import pattern

LANGUAGES = phrases.of_script('update_pattern')
WORDS = pattern.heading_words(LANGUAGES.values())
TABLE = '{|\n| 5\n|}'


def say(key: str, **parameters: Any) -> str:
    text = LANGUAGES['en'][key]
    return text % parameters if parameters else text


PAGE = """\
<languages/>
{{TNT|Nav}}
{{Probox/Pattern |pattern=Mass messaging
|problem=
<translate><!--T:1--> How to tell [[File:A.webm|thumb]] <tvar name="x">many</tvar> | editors</translate>
|solution=Tracking <!-- not him --> medical editors
|creator=CFCF |timestamp=16:08, 12 March 2015 (UTC) |status=DRAFT}}
<translate>
== What problem does this solve? == <!--T:2-->
<!--T:3-->
Village pumps are dead.

== What is the solution? == <!--T:4-->
A list of [[:Outreach/Alps]].
=== Steps ===
One, two.
</translate>

== Endorsements ==
* It worked. [[User:Ann|Ann]] ([[User talk:Ann|talk]]) 10:12, 3 March 2026 (UTC)
** Me too. [[user:bo_t]] 10:13, 3 March 2026 (UTC)
* [[User:Ann]] again 10:14, 3 March 2026 (UTC)
* unsigned praise of [[User:Cy]]

== See also ==
[[Category:Learning patterns]] [[category:Online_engagement|x]]
"""


BEGIN, END = wikitext.begin_marker('figures'), wikitext.end_marker('figures')
