<?php

namespace Sandbox\Wikibase;

use MediaWiki\MediaWikiServices;
use Wikimedia\Rdbms\IDatabase;

/** Reads the repository's table of sitelinks. */
class Sitelinks {

	public static function repository(): string {
		return MediaWikiServices::getInstance()->getMainConfig()->get( 'WikibaseRepository' );
	}

	/**
	 * @param array[] $pages each [ wiki id, title ]
	 * @return int[] item number by "wiki id:title"
	 */
	public static function itemsOf( array $pages ): array {
		$dbr = self::db();
		$conditions = array_map( static fn ( array $page ) => $dbr->makeList(
			[ 'ips_site_id' => $page[0], 'ips_site_page' => $page[1] ], IDatabase::LIST_AND
		), $pages );
		$items = [];
		foreach ( $conditions ? self::select( [ $dbr->makeList( $conditions, IDatabase::LIST_OR ) ] ) : [] as $row ) {
			$items["$row->ips_site_id:$row->ips_site_page"] = (int)$row->ips_item_id;
		}
		return $items;
	}

	/**
	 * @param int[] $items
	 * @return string[][] titles by wiki id, by item number
	 */
	public static function of( array $items ): array {
		$links = [];
		foreach ( $items ? self::select( [ 'ips_item_id' => $items ] ) : [] as $row ) {
			$links[$row->ips_item_id][$row->ips_site_id] = $row->ips_site_page;
		}
		return $links;
	}

	private static function select( array $conditions ): iterable {
		return self::db()->select( 'wb_items_per_site', '*', $conditions, __METHOD__, [ 'ORDER BY' => 'ips_site_id' ] );
	}

	private static function db(): IDatabase {
		$wiki = self::repository();
		return MediaWikiServices::getInstance()->getDBLoadBalancerFactory()->getMainLB( $wiki )
			->getConnection( DB_REPLICA, [], $wiki );
	}
}
