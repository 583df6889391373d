<?php

namespace Sandbox\CampaignEvents;

use MediaWiki\Rest\SimpleHandler;
use Wikimedia\ParamValidator\ParamValidator;

/** The people of an event, some per request, from behind the last one that the client has. */
abstract class PeopleHandler extends SimpleHandler {

	protected const SIZE = 20;
	protected const LAST = '';

	/** @return array[] rows, each with a number that rises */
	abstract protected function people( array $event ): array;

	public function run( int $id ) {
		$last = (int)( $this->getValidatedParams()[static::LAST] ?? 0 );
		$rows = [];
		foreach ( $this->people( RegistrationHandler::event( $id ) ) as $number => $row ) {
			if ( $number + 1 > $last ) {
				$rows[] = $row;
			}
		}
		return $this->getResponseFactory()->createJson( array_slice( $rows, 0, static::SIZE ) );
	}

	public function getParamSettings() {
		return [
			'id' => [ self::PARAM_SOURCE => 'path', ParamValidator::PARAM_TYPE => 'integer', ParamValidator::PARAM_REQUIRED => true ],
			static::LAST => [ self::PARAM_SOURCE => 'query', ParamValidator::PARAM_TYPE => 'integer' ],
		];
	}
}
