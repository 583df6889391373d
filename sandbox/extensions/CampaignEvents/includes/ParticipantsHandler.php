<?php

namespace Sandbox\CampaignEvents;

/** GET event_registration/{id}/participants: those who take part in public; to organizers, those in private too. */
class ParticipantsHandler extends PeopleHandler {

	protected const LAST = 'last_participant_id';

	/** @inheritDoc */
	protected function people( array $event ): array {
		$rows = [];
		$organizes = in_array( $this->getAuthority()->getUser()->getName(), $event['organizers'], true );
		foreach ( $event['participants'] as $number => $one ) {
			if ( $organizes || !$one['private'] ) {
				$rows[$number] = [
					'participant_id' => $number + 1, 'user_id' => 1000 + $number, 'user_name' => $one['name'],
					'user_registered_at' => '20261101000000', 'private' => (bool)$one['private'],
				];
			}
		}
		return $rows;
	}
}
