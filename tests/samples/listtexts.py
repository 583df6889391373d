"""Texts of delivery lists, made up by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st
from outreach.names import CANONICAL, ENGLISH, Namespaces

HOME = 'meta.wikimedia.org'
SV = Namespaces(
    CANONICAL, CANONICAL, {**ENGLISH.names, 'användare': 2, 'användardiskussion': 3, 'bybrunnen': 4}
)


NAMES = st.sampled_from(['Anna', 'bo', 'Å sa', 'A=B', 'x@y', 'משה', "O'N", 'User:Cem'])
SITES = st.sampled_from(['sv.wikipedia.org', 'EN.wikipedia.org', '', 'site=sv.wikipedia.org'])
PIECES = st.one_of(
    st.builds('{{{{target | user = {} | site = {}}}}}'.format, NAMES, SITES),
    st.builds('{{{{#target:User talk:{}|{}}}}}'.format, NAMES, SITES),
    st.builds('{{{{Target\n|page=User talk:{}<!-- c -->\n|site={}\n}}}}'.format, NAMES, SITES),
    st.sampled_from(
        [
            '\n',
            '* ',
            '# ',
            '== A ==\n',
            '<!-- ',
            ' -->',
            '<nowiki>',
            '</nowiki>',
            '[[x|y]]',
            'text ',
            '{{u|B}}',
        ]
    ),
)
PAGES = st.lists(PIECES, max_size=12).map(''.join)
