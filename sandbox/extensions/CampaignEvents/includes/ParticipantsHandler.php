<?php

namespace Sandbox\CampaignEvents;

use MediaWiki\Rest\LocalizedHttpException;
use Wikimedia\Message\MessageValue;
use Wikimedia\ParamValidator\ParamValidator;

/** GET event_registration/{id}/participants: those who take part in public; to organizers who ask, those in private too. */
class ParticipantsHandler extends PeopleHandler {

	protected const LAST = 'last_participant_id';

	/** @inheritDoc */
	protected function people( array $event ): array {
		$rows = [];
		$private = $this->getValidatedParams()['include_private'];
		if ( $private && !in_array( $this->getAuthority()->getUser()->getName(), $event['organizers'], true ) ) {
			throw new LocalizedHttpException( new MessageValue( 'campaignevents-standin-not-found' ), 403 );
		}
		foreach ( $event['participants'] as $number => $one ) {
			if ( $private || !$one['private'] ) {
				// who is hidden has no name, as in production
				$rows[$number] = [
					'participant_id' => $number + 1, 'user_id' => 1000 + $number,
					'user_registered_at' => '20261101000000', 'user_registered_at_formatted' => '00:00, 1 November 2026',
					'private' => (bool)$one['private'],
				] + ( $one['name'] === '' ? [ 'hidden' => true ] : [ 'user_name' => $one['name'] ] );
			}
		}
		return $rows;
	}

	public function getParamSettings() {
		return parent::getParamSettings() + [ 'include_private' => [
			self::PARAM_SOURCE => 'query', ParamValidator::PARAM_TYPE => 'boolean', ParamValidator::PARAM_REQUIRED => true,
		] ];
	}
}
