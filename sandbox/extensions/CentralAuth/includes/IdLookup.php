<?php

namespace Sandbox\CentralAuth;

use CentralIdLookup;
use IDBAccessObject;
use MediaWiki\User\UserIdentity;
use WikiMap;

/** Central ids are the ids of global accounts. */
class IdLookup extends CentralIdLookup {

	public function lookupCentralIds( array $idToName, $audience = self::AUDIENCE_PUBLIC, $flags = IDBAccessObject::READ_NORMAL ): array {
		$rows = $idToName ? Accounts::find( [ 'gu_id' => array_keys( $idToName ) ] ) : [];
		foreach ( $rows as $row ) {
			$idToName[$row->gu_id] = $row->gu_name;
		}
		return $idToName;
	}

	public function lookupUserNames( array $nameToId, $audience = self::AUDIENCE_PUBLIC, $flags = IDBAccessObject::READ_NORMAL ): array {
		$rows = $nameToId ? Accounts::find( [ 'gu_name' => array_map( 'strval', array_keys( $nameToId ) ) ] ) : [];
		foreach ( $rows as $row ) {
			$nameToId[$row->gu_name] = (int)$row->gu_id;
		}
		return $nameToId;
	}

	public function isAttached( UserIdentity $user, $wikiId = UserIdentity::LOCAL ): bool {
		$wiki = $wikiId === UserIdentity::LOCAL ? WikiMap::getCurrentWikiId() : $wikiId;
		return in_array( $wiki, array_column( Accounts::attached( $user->getName() ), 'lu_wiki' ), true );
	}
}
