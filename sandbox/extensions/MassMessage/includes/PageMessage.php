<?php

namespace Sandbox\MassMessage;

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\SlotRecord;
use Status;
use TextContent;
use Title;
use WikiMap;

/**
 * The page whose text is sent, read at delivery time from the wiki that it is on.
 *
 * Translation pages are not looked for: MassMessage does so only where Translate is installed, and the sandbox has none.
 */
class PageMessage {

	private const TIMEOUT_SECONDS = 15;

	/** @return Status its value: [ text, language code ] */
	public static function read( string $page, string $wiki ): Status {
		return $wiki === WikiMap::getCurrentWikiId() ? self::readLocal( $page ) : self::readRemote( $page, $wiki );
	}

	public static function readLocal( string $page ): Status {
		$title = Title::newFromText( $page );
		if ( !$title || !$title->canExist() ) {
			return Status::newFatal( 'massmessage-page-message-invalid', $page );
		}
		if ( !$title->exists() ) {
			return Status::newFatal( 'massmessage-page-message-not-found', $page );
		}
		$revision = MediaWikiServices::getInstance()->getRevisionLookup()->getRevisionByTitle( $title );
		if ( !$revision ) {
			return Status::newFatal( 'massmessage-page-message-no-revision', $page );
		}
		$content = $revision->getContent( SlotRecord::MAIN );
		if ( !$content instanceof TextContent ) {
			return Status::newFatal( 'massmessage-page-message-no-revision-content', $page );
		}
		if ( trim( $content->getText() ) === '' ) {
			return Status::newFatal( 'massmessage-page-message-empty', $page );
		}
		return Status::newGood( [ $content->getText(), $title->getPageLanguage()->getCode() ] );
	}

	private static function readRemote( string $page, string $wiki ): Status {
		$reference = WikiMap::getWiki( $wiki );
		$url = wfAppendQuery( $reference->getCanonicalServer() . wfScript( 'api' ), [
			'action' => 'query', 'format' => 'json', 'formatversion' => 2, 'titles' => $page,
			'prop' => 'revisions|info', 'rvprop' => 'content', 'rvslots' => 'main',
		] );
		$answer = MediaWikiServices::getInstance()->getHttpRequestFactory()
			->get( $url, [ 'timeout' => self::TIMEOUT_SECONDS ], __METHOD__ );
		$found = json_decode( (string)$answer, true )['query']['pages'][0] ?? null;
		if ( $found === null ) {
			return Status::newFatal( 'massmessage-page-message-parsing-error-in-wiki', $page, $wiki );
		}
		if ( isset( $found['missing'] ) || isset( $found['invalid'] ) ) {
			return Status::newFatal( 'massmessage-page-message-not-found-in-wiki', $page, $wiki );
		}
		return Status::newGood( [ $found['revisions'][0]['slots']['main']['content'], $found['pagelanguage'] ] );
	}
}
