<?php

namespace Sandbox\MassMessage;

use ChangeTags;
use DeferredUpdates;
use IDBAccessObject;
use MediaWiki\MediaWikiServices;
use Title;

/** The change tag of delivered messages; its data is the hash that recognises a second copy. */
class Tag {

	public const NAME = 'massmessage-delivery';

	private const REVISIONS_LOOKED_AT = 5;

	public static function define( array &$tags ): void {
		$tags[] = self::NAME;
	}

	/** Deferred, for the edit's row in recent changes is too and takes the tag as well. */
	public static function add( int $revId, string $hash ): void {
		DeferredUpdates::addCallableUpdate(
			static fn () => ChangeTags::addTags( [ self::NAME ], null, $revId, null, $hash )
		);
	}

	/** Whether one of the page's last revisions is a delivery of the text with this hash. */
	public static function isAmongLast( Title $page, string $hash ): bool {
		$dbw = MediaWikiServices::getInstance()->getDBLoadBalancer()->getConnection( DB_PRIMARY );
		$last = $dbw->selectFieldValues(
			'revision', 'rev_id', [ 'rev_page' => $page->getArticleID( IDBAccessObject::READ_LATEST ) ], __METHOD__,
			[ 'ORDER BY' => [ 'rev_timestamp DESC', 'rev_id DESC' ], 'LIMIT' => self::REVISIONS_LOOKED_AT ]
		);
		return $last && $dbw->selectField(
			[ 'change_tag', 'change_tag_def' ], '1',
			[ 'ct_rev_id' => $last, 'ctd_name' => self::NAME, 'ct_params' => $hash ], __METHOD__, [],
			[ 'change_tag_def' => [ 'JOIN', 'ctd_id=ct_tag_id' ] ]
		);
	}
}
