<?php

namespace Sandbox\MassMessage;

use MediaWiki\MediaWikiServices;
use WikiMap;

/** Which wiki answers at which host: canonical hosts of the farm's wikis, then configured aliases. */
class Farm {

	/** @var string[]|null wiki id by host[:port] */
	private static ?array $wikiByHost = null;

	/** Wiki id of a host (exact, with its port), or null when the farm has no such host. */
	public static function wikiOf( string $host ): ?string {
		if ( self::$wikiByHost === null ) {
			self::$wikiByHost = self::config( 'MassMessageWikiAliases' );
			foreach ( self::config( 'LocalDatabases' ) as $wiki ) {
				$reference = WikiMap::getWiki( $wiki );
				if ( $reference ) {
					self::$wikiByHost[ self::hostOf( $reference->getCanonicalServer() ) ] = $wiki;
				}
			}
			self::$wikiByHost[ self::localHost() ] ??= WikiMap::getCurrentWikiId();
		}
		return self::$wikiByHost[ $host ] ?? null;
	}

	/** Host[:port] of this wiki. */
	public static function localHost(): string {
		return self::hostOf( self::config( 'CanonicalServer' ) );
	}

	/** @return mixed */
	public static function config( string $name ) {
		return MediaWikiServices::getInstance()->getMainConfig()->get( $name );
	}

	private static function hostOf( string $url ): string {
		return explode( '/', preg_replace( '~^([a-z]+:)?//~', '', $url ) )[0];
	}
}
