<?php

namespace Sandbox\CampaignEvents;

use MediaWiki\MediaWikiServices;
use WikiMap;

/** The events of all wikis, as the central table has them. */
class Store {

	private const DEFAULTS = [
		'status' => 'open', 'timezone' => 'UTC', 'types' => [ 'other' ], 'wikis' => [], 'topics' => [],
		'online_meeting' => false, 'inperson_meeting' => false, 'meeting_country_code' => null,
		'meeting_address' => null, 'is_test_event' => false, 'tracks_contributions' => false,
		'goal_type' => null, 'goal_target' => null, 'tracking_tools' => [], 'questions' => [],
		'meeting_url' => null, 'chat_url' => null, 'participants' => [], 'organizers' => [],
	];

	/** @return array[] by id */
	public static function all(): array {
		$services = MediaWikiServices::getInstance();
		$name = $services->getMainConfig()->get( 'CentralAuthDatabase' );
		$db = $services->getDBLoadBalancerFactory()->getMainLB( $name )->getConnection( DB_REPLICA, [], $name );
		$events = [];
		foreach ( $db->select( 'campaign_events', [ 'event_id', 'event_data' ], [], __METHOD__ ) as $row ) {
			$events[(int)$row->event_id] = [ 'id' => (int)$row->event_id ]
				+ json_decode( $row->event_data, true ) + self::DEFAULTS;
		}
		ksort( $events );
		return $events;
	}

	public static function get( int $id ): ?array {
		return self::all()[$id] ?? null;
	}

	/** The address of the page of an event, on whatever wiki it is. */
	public static function url( array $event ): string {
		$title = implode( '/', array_map( 'wfUrlencode', [ str_replace( ' ', '_', $event['event_page'] ) ] ) );
		return WikiMap::getWiki( $event['event_page_wiki'] )->getCanonicalServer() . '/wiki/' . $title;
	}

	/** A moment of an event in UTC, 14 digits. */
	public static function utc( array $event, string $which ): string {
		$zone = new \DateTimeZone( $event['timezone'] ?: 'UTC' );
		$moment = \DateTime::createFromFormat( 'YmdHis', $event[$which], $zone );
		return $moment->setTimezone( new \DateTimeZone( 'UTC' ) )->format( 'YmdHis' );
	}
}
