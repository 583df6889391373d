<?php

namespace Sandbox\MassMessage;

use JsonContent;
use Title;

/** A delivery list as JSON: description (wikitext) and targets, each a title and maybe a site (host). */
class ListContent extends JsonContent {

	public const MODEL = 'MassMessageListContent';

	public function __construct( $text, $modelId = self::MODEL ) {
		parent::__construct( $text, $modelId );
	}

	/** @param array[] $targets */
	public static function make( string $description, array $targets ): self {
		return new self( json_encode(
			[ 'description' => $description, 'targets' => $targets ],
			JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR
		) );
	}

	public function isValid() {
		$list = parent::isValid() ? $this->getData()->getValue() : null;
		if ( !is_object( $list ) || !is_string( $list->description ?? null ) || !is_array( $list->targets ?? null ) ) {
			return false;
		}
		foreach ( $list->targets as $target ) {
			if ( !is_object( $target ) || !is_string( $target->title ?? null )
				|| !is_string( $target->site ?? '' ) || Title::newFromText( $target->title ) === null
			) {
				return false;
			}
		}
		return true;
	}

	public function getDescription(): string {
		return $this->getData()->getValue()->description;
	}

	/** @return array[] each with 'title' and, if it is not a local page, 'site' */
	public function getTargets(): array {
		return array_map( static fn ( $target ) => array_filter(
			[ 'title' => $target->title, 'site' => $target->site ?? null ], 'is_string'
		), $this->getData()->getValue()->targets );
	}

	/** The targets as people write them: Title, Title@site, or Title@local.host if the title has an @. */
	public function getTargetStrings(): array {
		return array_map( static function ( array $target ) {
			$site = $target['site'] ?? ( str_contains( $target['title'], '@' ) ? Farm::localHost() : '' );
			return $target['title'] . ( $site === '' ? '' : "@$site" );
		}, $this->getTargets() );
	}

	/** Targets in the canonical order, each once: local ones first, then by site, then by title. */
	public static function normalise( array $targets ): array {
		$byKey = [];
		foreach ( $targets as $target ) {
			$byKey[ ( $target['site'] ?? '' ) . "\n" . $target['title'] ] = $target;
		}
		ksort( $byKey, SORT_STRING );
		return array_values( $byKey );
	}
}
