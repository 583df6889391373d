"""HTML of strangers: tags and words."""

from __future__ import annotations

import pytest
from outreach.htmltext import Tag, has_tags, pieces, without_tags


def test_tags_and_the_words_between_them() -> None:
    found = list(pieces("""a &amp; <A HREF="x?a=1&amp;b=2" class='c d' href="y">b</a><br />c"""))
    assert found == ['a & ', Tag('a', attributes={'href': 'x?a=1&b=2', 'class': 'c d'}), 'b',
        Tag('a', closes=True), Tag('br'), 'c']  # fmt: skip


@pytest.mark.parametrize('text', ['', '<', '<>', '1 < 2', '<![', '<!-- x -->', '</', '<a', '<1>', '</ a>'])
def test_what_only_looks_like_a_tag_is_text(text: str) -> None:
    assert ''.join(one for one in pieces(text) if isinstance(one, str)) == text
    assert without_tags(text) == text
    assert not has_tags(text)


def test_unknown_tags_are_words_and_scripts_are_not() -> None:
    assert without_tags('<foo>a<script>b</script><style>c<b>d') == '<foo>a'
    assert without_tags('a<br>b<b>c</b>') == 'a bc'
    assert has_tags('a<B>') and not has_tags('<foo>')
