"""The plan of letters: language, channel, words, and what is refused."""

from __future__ import annotations

from outreach.letters.letter import KnownFrom, LetterChannel
from outreach.letters.letterplan import LetterPlan, make_plan

from tests.letters.samples import BODY, letters, person, plan, terms, text, texts

HAVE = texts(
    text(), text('sv', 'Hej {{{name|alla}}}\n{{{why}}}\n{{{optout}}}'), languages={'nb': ['sv'], 'fi': []}
)


def languages(*spoken: str) -> tuple[str, LetterPlan]:
    made = make_plan([person(languages=spoken)], HAVE, terms(), {})
    return made.letters[0].language, made


# letters: C1, C17
def test_everybody_gets_the_first_of_their_languages_that_there_is() -> None:
    assert languages('fi', 'sv')[0] == 'sv'
    assert languages('fi', 'nb')[0] == 'sv', 'Norwegian falls back to Swedish'
    assert languages('fi')[0] == 'en'
    assert languages()[0] == 'en'


# letters: T6
def test_who_does_not_get_the_first_one_is_a_gap() -> None:
    assert dict(languages('kn', 'en')[1].gaps) == {('kn', 'en'): 1}
    assert not languages('en', 'kn')[1].gaps
    assert not languages()[1].gaps
    have = texts(text(), text('be-tarask', 'Text\n{{{why|x}}}\n{{{optout|y}}}'))
    made = make_plan([person(languages=['be-tarask'])], have, terms(), {})
    assert made.letters[0].language == 'be-tarask'


# letters: C5, T3
def test_nothing_falls_back_to_a_channel_that_was_not_given() -> None:
    both = [person(1, user=''), person(2, address='')]
    by_mail = make_plan(both, HAVE, terms(LetterChannel.SMTP), {})
    assert [one.recipient for one in by_mail.letters] == both[:1]
    assert by_mail.withheld == {'has no address': 1}
    by_wiki = make_plan(both, HAVE, terms(LetterChannel.WIKI, emailable=['Person 2']), {})
    assert ([one.recipient for one in by_wiki.letters], by_wiki.withheld) == (both[1:], {'has no account': 1})
    by_both = make_plan(both, HAVE, terms(LetterChannel.SMTP, LetterChannel.WIKI, emailable=['Person 2']), {})
    assert [one.channel for one in by_both.letters] == [LetterChannel.SMTP, LetterChannel.WIKI]


# letters: C24
def test_who_takes_no_mail_by_the_wiki_gets_none() -> None:
    made = make_plan([person(address='')], HAVE, terms(LetterChannel.WIKI), {})
    assert made.withheld == {'takes no e-mail by the wiki': 1}


# letters: C14, C16, T5
def test_an_empty_field_or_a_long_subject_is_refused_by_the_line() -> None:
    bare = texts(text(body='Dear {{{name}}},\n{{{why}}}\n{{{optout}}}'))
    made = make_plan([person(name='')], bare, terms(), {})
    (error,) = made.errors
    assert error.place == 'clients.csv, line 3'
    assert error.text.endswith('/en has no other words for it: {{{name|other words}}}')
    long = texts(text(subject='Hello {{{affiliate}}} ' + 'x' * 60))
    assert 'becomes 84 characters long; 78 is the most' in str(
        make_plan([person()], long, terms(), {}).errors[0]
    )
    named = make_plan([person(name='')], texts(), terms(), {}).letters[0]
    assert named.body.startswith('Dear colleagues of Wikimedia Arcadia,')


# letters: C15
def test_the_letter_says_where_somebody_is_known_from() -> None:
    for source in KnownFrom:
        made = make_plan([person(source=source)], texts(), terms(), {}).letters[0]
        assert f'Why: {source.value}' in made.body
        assert 'Say no on meta.example.org.' in made.body
    swedish = make_plan([person(languages=['sv'])], HAVE, terms(), {}).letters[0]
    assert swedish.body == 'Hej Ann\nVarför.\nSäg nej.'


# letters: C9, T8
def test_the_number_is_over_every_letter_whatever_their_order() -> None:
    one, two = person(1), person(2)
    assert plan(one, two).number('x') == plan(two, one).number('x')
    assert plan(one, two).number('x') != plan(one).number('x')
    assert plan(one).number('x') != plan(one).number('y')
    some = plan(one, two)
    assert [letter.recipient for letter in some.only([some.letters[1].digest('x')], 'x').letters] == [two]


# letters: C18
def test_samples_are_of_as_many_languages_as_there_are() -> None:
    people = [person(1), person(2), person(3, languages=['sv']), person(4)]
    made = make_plan(people, HAVE, terms(), {})
    assert [one.language for one in made.samples] == ['en', 'sv', 'en']


def test_drafts_and_sends_are_told_apart() -> None:
    assert plan(by=LetterChannel.DRAFTS).sends == ()
    assert plan().drafts == ()
    assert len(letters(3)) == 3
    assert BODY.count('{{{') == 4
