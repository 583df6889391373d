<?php

namespace Sandbox\CampaignEvents;

/** GET event_registration/{id}/organizers. */
class OrganizersHandler extends PeopleHandler {

	protected const SIZE = 11;
	protected const LAST = 'last_organizer_id';

	/** @inheritDoc */
	protected function people( array $event ): array {
		$rows = [];
		foreach ( $event['organizers'] as $number => $name ) {
			$rows[$number] = [
				'organizer_id' => $number + 1, 'user_id' => 1000 + $number, 'user_name' => $name, 'roles' => [ 'organizer' ],
			];
		}
		return $rows;
	}
}
