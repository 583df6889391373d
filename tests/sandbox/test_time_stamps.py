"""Time stamps as MediaWiki itself writes them, in every language that it has."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from outreach.timestamps import months, time_stamps

from sandbox.farm import Farm
from sandbox.wikis import WIKIS

# one process for all languages: each gives what core puts for `~~~~~` (Parser::pstPass2), at twelve moments
STAMPS = r"""
$services = MediaWiki\MediaWikiServices::getInstance(); $all = [];
$codes = array_keys( $services->getLanguageNameUtils()->getLanguageNames( null, 'mwfile' ) );
foreach ( $codes as $code ) {
  $language = $services->getLanguageFactory()->getLanguage( $code );
  $one = [ 'stamps' => [], 'months' => [] ];
  $zone = wfMessage( 'timezone-utc' )->inLanguage( $language )->text();
  foreach ( $moments as $moment ) {
    $one['stamps'][$moment] = $language->timeanddate( $moment ) . " ($zone)"; }
  for ( $month = 1; $month <= 12; $month++ ) { $one['months'][$month] = [ $language->getMonthName( $month ),
    $language->getMonthNameGen( $month ), $language->getMonthAbbreviation( $month ) ]; }
  $all[$code] = $one;
}
echo json_encode( $all, JSON_UNESCAPED_UNICODE );
"""
MOMENTS = (
    '20260103040506', '20260214192200', '20260331235900', '20260412091000',
    '20260527150807', '20260605000000', '20260718111100', '20260822133013',
    '20260909202020', '20261010101010', '20261129163100', '20261225081500',
)  # fmt: skip
# months that share a name there: it is said that the day cannot be told, and no other day is told
AMBIGUOUS = {'fj', 'gur', 'ksw', 'nys'}


@pytest.fixture(scope='module')
def languages(empty_farm: Farm) -> dict[str, Any]:
    moments = '$moments = [' + ', '.join(f"'{moment}'" for moment in MOMENTS) + '];'
    said = empty_farm.evaluate('metawiki', ' '.join((moments + STAMPS).split('\n')))
    found: dict[str, Any] = json.loads(said[said.index('{') : said.rindex('}') + 1])
    return found


def test_every_time_stamp_is_found_in_every_language(languages: dict[str, Any]) -> None:
    assert len(languages) > 400
    for code, told in languages.items():
        for stamp in told['stamps'].values():
            text = f'Yes! [[User:Ann]] {stamp} and more'
            found = list(time_stamps(text))
            assert [one.end for one in found] == [len(text) - len(' and more')], (code, stamp)
            assert found[0].start >= text.index(']]'), (code, stamp)
            assert found[0].sure, (code, stamp)


def test_the_day_is_told_by_the_names_that_the_wiki_has_for_months(languages: dict[str, Any]) -> None:
    unclear = set()
    for code, told in languages.items():
        known = months((name, int(number)) for number, names in told['months'].items() for name in names)
        for moment, stamp in told['stamps'].items():
            (found,) = time_stamps(stamp, known)
            day = date(int(moment[:4]), int(moment[4:6]), int(moment[6:8]))
            assert found.day in (day, None), (code, stamp)
            if found.day is None:
                unclear.add(code)
    assert unclear <= AMBIGUOUS


def test_what_a_signature_becomes_on_each_wiki(empty_farm: Farm) -> None:
    for wiki in WIKIS:
        asked = {'action': 'parse', 'onlypst': True, 'pst': True, 'contentmodel': 'wikitext', 'title': 'X'}
        reply = empty_farm.api(wiki.host, text='~~~~~', **asked)
        stamp = str(reply['parse']['text'])
        assert [one.end for one in time_stamps(stamp)] == [len(stamp)], wiki.host
