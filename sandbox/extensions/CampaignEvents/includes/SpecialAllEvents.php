<?php

namespace Sandbox\CampaignEvents;

use Html;
use IncludableSpecialPage;
use SpecialPage;

/** Special:AllEvents, which a page can include: the list of events by days and filters. */
class SpecialAllEvents extends IncludableSpecialPage {

	private const COUNTRIES = [
		'en' => [ 'SE' => 'Sweden', 'FR' => 'France', 'EG' => 'Egypt', 'ES' => 'Spain', 'DE' => 'Germany' ],
		'ar' => [ 'SE' => 'السويد', 'FR' => 'فرنسا', 'EG' => 'مصر', 'ES' => 'إسبانيا', 'DE' => 'ألمانيا' ],
	];

	public function __construct() {
		parent::__construct( 'AllEvents' );
	}

	/** @inheritDoc */
	public function execute( $subPage ) {
		$this->setHeaders();
		$out = $this->getOutput();
		$request = $this->getRequest();
		$first = str_replace( '-', '', $request->getVal( 'wpStartDate', gmdate( 'Y-m-d' ) ) ) . '000000';
		$last = str_replace( '-', '', $request->getVal( 'wpEndDate', '2999-12-31' ) ) . '235959';
		$limit = min( $request->getInt( 'limit', 50 ), 5000 );
		$ongoing = $upcoming = [];
		foreach ( Store::all() as $event ) {
			$begins = Store::utc( $event, 'start_time' );
			if ( !$this->wanted( $event ) ) {
				continue;
			}
			if ( $begins >= $first && $begins <= $last ) {
				$upcoming[] = $event;
			} elseif ( $begins < $first && Store::utc( $event, 'end_time' ) > $first ) {
				$ongoing[] = $event;
			}
		}
		$by = static fn ( $a, $b ) => Store::utc( $a, 'start_time' ) <=> Store::utc( $b, 'start_time' );
		usort( $upcoming, $by );
		usort( $ongoing, static fn ( $a, $b ) => $by( $b, $a ) );
		$out->addHTML( $this->accordion( 'ongoing', $ongoing ) );
		$out->addHTML( $this->accordion( 'upcoming', array_slice( $upcoming, 0, $limit ) ) );
	}

	private function wanted( array $event ): bool {
		$request = $this->getRequest();
		$several = static fn ( $name ) => array_filter( explode( ',', $request->getVal( $name, '' ) ) );
		$wikis = $several( 'wpFilterWikis' );
		$everywhere = in_array( '*', $event['wikis'], true );
		if ( $everywhere ? !$request->getBool( 'wpIncludeAllWikis', true )
			: $wikis && !array_intersect( $wikis, $event['wikis'] )
		) {
			return false;
		}
		$types = $several( 'wpFilterEventTypes' );
		$topics = $several( 'wpFilterTopics' );
		$country = $request->getVal( 'wpCountry', '' );
		$mode = $request->getInt( 'wpParticipationOptions' );
		return !$event['is_test_event']
			&& ( !$types || array_intersect( $types, $event['types'] ) )
			&& ( !$topics || array_intersect( $topics, $event['topics'] ) )
			&& ( $country === '' || $country === $event['meeting_country_code'] )
			&& ( !( $mode & 1 ) || $event['online_meeting'] ) && ( !( $mode & 2 ) || $event['inperson_meeting'] );
	}

	private function accordion( string $section, array $events ): string {
		$rows = '';
		$month = '';
		foreach ( $events as $event ) {
			$start = Store::utc( $event, 'start_time' );
			if ( $month !== substr( $start, 0, 6 ) ) {
				$month = substr( $start, 0, 6 );
				$rows .= Html::element( 'h5', [ 'class' => 'mw-index-pager-list-header' ], $month );
			}
			$rows .= $this->row( $event );
		}
		return Html::rawElement( 'div', [ 'class' => "ext-campaignevents-allevents-$section-events" ],
			Html::element( 'h3', [], $section ) . Html::rawElement( 'ul', [ 'class' => 'ext-campaignevents-events-list' ], $rows ) );
	}

	private function row( array $event ): string {
		$start = Store::utc( $event, 'start_time' );
		$end = Store::utc( $event, 'end_time' );
		$mode = implode( ' and ', array_keys( array_filter(
			[ 'online' => $event['online_meeting'], 'in-person' => $event['inperson_meeting'] ] ) ) );
		$country = (string)$event['meeting_country_code'];
		$names = self::COUNTRIES[$this->getLanguage()->getCode()] ?? self::COUNTRIES['en'];
		$more = Html::element( 'a', [ 'href' => SpecialPage::getTitleFor( 'EventDetails', (string)$event['id'] )->getLocalURL() ], 'more' );
		$details = Html::rawElement( 'h4', [], Html::element( 'a',
			[ 'class' => 'ext-campaignevents-events-list-link', 'href' => Store::url( $event ) ], $event['name'] ) )
			. Html::element( 'strong', [], substr( $start, 0, 8 ) . ' – ' . substr( $end, 0, 8 ) )
			. $this->words( 'map-pin', htmlspecialchars( $mode ) )
			. ( $country === '' ? '' : $this->words( 'globe', htmlspecialchars( $names[$country] ?? $country ) ) )
			. $this->words( 'folder-placeholder', htmlspecialchars( implode( ', ', $event['types'] ) ) )
			. $this->words( 'user-rights', htmlspecialchars( implode( ', ', array_slice( $event['organizers'], 0, 2 ) ) )
				. ( count( $event['organizers'] ) > 2 ? " $more" : '' ) );
		return Html::rawElement( 'li', [ 'class' => 'ext-campaignevents-events-list-row' ],
			Html::element( 'div', [ 'class' => 'ext-campaignevents-events-list-day' ], substr( $start, 6, 2 ) )
			. Html::rawElement( 'div', [ 'class' => 'ext-campaignevents-events-list-details' ], $details ) );
	}

	private function words( string $icon, string $html ): string {
		return Html::rawElement( 'div', [ 'class' => 'ext-campaignevents-textwithicon-widget' ],
			Html::element( 'span', [ 'class' => "ext-campaignevents-icon ext-campaignevents-icon-$icon" ] )
			. Html::rawElement( 'span', [ 'class' => 'ext-campaignevents-textwithicon-widget-content' ], $html ) );
	}
}
