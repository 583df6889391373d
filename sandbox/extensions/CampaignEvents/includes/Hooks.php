<?php

namespace Sandbox\CampaignEvents;

use Html;
use OutputPage;
use SpecialPage;
use WikiMap;

/** The header of an event's page: added when somebody looks at it, so no parse has it. */
class Hooks {

	public static function addHeader( OutputPage $out ): void {
		foreach ( Store::all() as $event ) {
			if ( $event['event_page_wiki'] === WikiMap::getCurrentWikiId()
				&& $event['event_page'] === $out->getTitle()->getPrefixedText()
			) {
				$out->addJsConfigVars( 'wgCampaignEventsEventID', $event['id'] );
				$link = SpecialPage::getTitleFor( 'RegisterForEvent', (string)$event['id'] )->getLocalURL();
				$out->prependHTML( Html::element( 'a', [ 'href' => $link ], 'Register for event' ) );
			}
		}
	}
}
