<?php

namespace Sandbox\CentralAuth;

use MediaWiki\MediaWikiServices;
use User;
use WikiMap;
use Wikimedia\Rdbms\IDatabase;

/** Reads (and for new accounts writes) the global accounts. */
class Accounts {

	/** Bot passwords and central ids count by global account, as on Wikimedia. */
	public static function onRegistration(): void {
		$GLOBALS['wgCentralIdLookupProvider'] = 'CentralAuth';
	}

	public static function db( int $index = DB_REPLICA ): IDatabase {
		return self::dbOf( MediaWikiServices::getInstance()->getMainConfig()->get( 'CentralAuthDatabase' ), $index );
	}

	public static function dbOf( string $wiki, int $index = DB_REPLICA ): IDatabase {
		return MediaWikiServices::getInstance()->getDBLoadBalancerFactory()->getMainLB( $wiki )
			->getConnection( $index, [], $wiki );
	}

	/** @return \stdClass[] rows of globaluser by name */
	public static function find( array $conditions, array $options = [] ): array {
		$rows = [];
		foreach ( self::db()->select( 'globaluser', '*', $conditions, __METHOD__, $options ) as $row ) {
			$rows[$row->gu_name] = $row;
		}
		return $rows;
	}

	/** @return \stdClass[] rows of localuser */
	public static function attached( string $name ): array {
		return iterator_to_array( self::db()->select(
			'localuser', '*', [ 'lu_name' => $name ], __METHOD__, [ 'ORDER BY' => 'lu_wiki' ]
		) );
	}

	/** @return string[] global groups whose membership has not expired */
	public static function groups( int $id ): array {
		$dbr = self::db();
		return $dbr->selectFieldValues( 'global_user_groups', 'gug_group', [
			'gug_user' => $id,
			'gug_expiry IS NULL OR gug_expiry > ' . $dbr->addQuotes( $dbr->timestamp() ),
		], __METHOD__, [ 'ORDER BY' => 'gug_group' ] );
	}

	/** The edit count as it is kept; 0 where it was never begun. */
	public static function keptEditCount( int $id ): int {
		return (int)self::db()->selectField( 'global_edit_count', 'gec_count', [ 'gec_user' => $id ], __METHOD__ );
	}

	/** The sum of the edit counts on all wikis. */
	public static function editCount( string $name ): int {
		return array_sum( array_map(
			static fn ( $row ) => (int)( ( new LocalAccount( $row->lu_wiki, $name ) )->row->user_editcount ?? 0 ),
			self::attached( $name )
		) );
	}

	/** Hook: an account created on a wiki is attached to the global account of that name, made if need be. */
	public static function attachNew( User $user ): void {
		$dbw = self::db( DB_PRIMARY );
		$now = $dbw->timestamp();
		$wiki = WikiMap::getCurrentWikiId();
		$dbw->insert( 'globaluser', [
			'gu_name' => $user->getName(), 'gu_home_db' => $wiki, 'gu_registration' => $now,
		], __METHOD__, [ 'IGNORE' ] );
		$id = $dbw->selectField( 'globaluser', 'gu_id', [ 'gu_name' => $user->getName() ], __METHOD__ );
		$dbw->insert( 'localuser', [
			'lu_wiki' => $wiki, 'lu_name' => $user->getName(), 'lu_attached_timestamp' => $now,
			'lu_attached_method' => 'new', 'lu_local_id' => $user->getId(), 'lu_global_id' => $id,
		], __METHOD__, [ 'IGNORE' ] );
	}
}
