<?php

namespace Sandbox\Wikibase;

use Content;
use ParserOutput;
use Title;
use WikiMap;

class Hooks {

	/** Only the repository can be asked for items. */
	public static function onRegistration(): void {
		if ( $GLOBALS['wgDBname'] === ( $GLOBALS['wgWikibaseRepository'] ?? 'wikidatawiki' ) ) {
			$GLOBALS['wgAPIModules']['wbgetentities'] = ApiGetEntities::class;
		}
	}

	/** A page that an item links to has the page property `wikibase_item`, whoever edits it. */
	public static function setPageProperty( Content $content, Title $title, ParserOutput $output ): void {
		if ( WikiMap::getCurrentWikiId() === Sitelinks::repository() ) {
			return;
		}
		$pages = [ [ WikiMap::getCurrentWikiId(), $title->getPrefixedText() ] ];
		foreach ( Sitelinks::itemsOf( $pages ) as $item ) {
			$output->setPageProperty( 'wikibase_item', "Q$item" );
		}
	}
}
