<?php

namespace Sandbox\CampaignEvents;

use MediaWiki\Rest\LocalizedHttpException;
use MediaWiki\Rest\SimpleHandler;
use Wikimedia\Message\MessageValue;
use Wikimedia\ParamValidator\ParamValidator;

/** GET event_registration/{id}: what an event says of itself, to anybody. */
class RegistrationHandler extends SimpleHandler {

	public function run( int $id ) {
		$event = self::event( $id );
		unset( $event['participants'], $event['organizers'] );
		foreach ( [ 'meeting_url', 'chat_url' ] as $field ) {
			// null where there is none, absent where there is one that this reader may not see
			if ( $event[$field] !== null ) {
				unset( $event[$field] );
			}
		}
		return $event;
	}

	public static function event( int $id ): array {
		$event = Store::get( $id );
		if ( !$event ) {
			throw new LocalizedHttpException( new MessageValue( 'campaignevents-standin-not-found' ), 404 );
		}
		return $event;
	}

	public function getParamSettings() {
		return [ 'id' => [ self::PARAM_SOURCE => 'path', ParamValidator::PARAM_TYPE => 'integer', ParamValidator::PARAM_REQUIRED => true ] ];
	}
}
