<?php

namespace Sandbox\DiscussionTools;

use ApiBase;
use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\SlotRecord;
use TextContent;
use Title;
use Wikimedia\ParamValidator\ParamValidator;

/**
 * `action=discussiontoolspageinfo`: the headings of a page, each with the comments below it.
 *
 * A comment ends with a link to an account and the time of one of the page's own revisions, as the wiki
 * writes it in whatever language. Levels are told, and replies are not nested.
 */
class ApiDiscussionToolsPageInfo extends ApiBase {

	public function execute() {
		$params = $this->extractRequestParams();
		$title = Title::newFromText( $params['page'] );
		$lookup = MediaWikiServices::getInstance()->getRevisionLookup();
		$revision = $title ? $lookup->getRevisionByTitle( $title, $params['oldid'] ?? 0 ) : null;
		if ( !$revision ) {
			$this->dieWithError( 'apierror-missingtitle', 'nosuchrevid' );
		}
		$content = $revision->getContent( SlotRecord::MAIN );
		$text = $content instanceof TextContent ? $content->getText() : '';
		$items = self::threads( $text, self::timeStamps( $title->getArticleID() ) );
		$result = $this->getResult();
		if ( in_array( 'transcludedfrom', $params['prop'] ) ) {
			$ids = [];
			foreach ( $items as $item ) {
				$ids += [ $item['id'] => false ] + array_fill_keys( array_column( $item['replies'], 'id' ), false );
			}
			$result->addValue( $this->getModuleName(), 'transcludedfrom', $ids );
		}
		if ( in_array( 'threaditemshtml', $params['prop'] ) ) {
			$result->addValue( $this->getModuleName(), 'threaditemshtml', $items );
		}
	}

	/** What `~~~~~` became in each of the page's revisions: the moment by its words. */
	private static function timeStamps( int $page ): array {
		$services = MediaWikiServices::getInstance();
		$language = $services->getContentLanguage();
		$zone = wfMessage( 'timezone-utc' )->inContentLanguage()->text();
		$moments = $services->getDBLoadBalancer()->getConnection( DB_REPLICA )->newSelectQueryBuilder()
			->select( 'rev_timestamp' )->from( 'revision' )->where( [ 'rev_page' => $page ] )
			->caller( __METHOD__ )->fetchFieldValues();
		$found = [];
		foreach ( $moments as $moment ) {
			// who signs at the end of a minute may save at the beginning of the next one
			foreach ( [ 60, 0 ] as $before ) {
				$minute = substr( wfTimestamp( TS_MW, (int)wfTimestamp( TS_UNIX, $moment ) - $before ), 0, 12 ) . '00';
				$found[ $language->timeanddate( $minute, false, false ) . " ($zone)" ] = $minute;
			}
		}
		return $found;
	}

	private static function threads( string $text, array $stamps ): array {
		$threads = [];
		$waiting = '';
		foreach ( explode( "\n", $text ) as $line ) {
			if ( preg_match( '/^(={1,6})(.+)\1\s*$/', $line, $heading ) ) {
				$threads[] = [
					'headingLevel' => strlen( $heading[1] ), 'type' => 'heading', 'level' => 0,
					'id' => 'h-' . strtr( trim( $heading[2] ), ' ', '_' ),
					'html' => htmlspecialchars( trim( $heading[2] ), ENT_NOQUOTES ), 'replies' => [],
				];
				$waiting = '';
				continue;
			}
			$waiting .= "$line\n";
			foreach ( $stamps as $words => $minute ) {
				$author = str_contains( $line, $words ) ? self::author( $waiting ) : '';
				if ( $author !== '' && $threads ) {
					$comments = &$threads[ count( $threads ) - 1 ]['replies'];
					$comments[] = [
						'timestamp' => wfTimestamp( TS_ISO_8601, $minute ), 'author' => $author, 'type' => 'comment',
						'level' => 1 + strspn( $line, ':*#' ), 'replies' => [], 'html' => htmlspecialchars( $waiting ),
						'id' => 'c-' . strtr( $author, ' ', '_' ) . "-$minute-" . count( $comments ),
					];
					unset( $comments );
					$waiting = '';
					break;
				}
			}
		}
		return $threads;
	}

	/** The last account that a text links to; of a link to another wiki only the path counts. */
	private static function author( string $text ): string {
		preg_match_all( '/\[\[:?([^\[\]|]+)/', $text, $links );
		foreach ( array_reverse( $links[1] ) as $target ) {
			$title = Title::newFromText( $target );
			while ( $title && $title->isExternal() ) {
				$title = Title::newFromText( $title->getText() );
			}
			if ( $title && $title->inNamespaces( NS_USER, NS_USER_TALK ) ) {
				return $title->getRootText();
			}
		}
		return '';
	}

	public function getAllowedParams() {
		return [
			'page' => [ ParamValidator::PARAM_REQUIRED => true ],
			'oldid' => [ ParamValidator::PARAM_TYPE => 'integer' ],
			'prop' => [
				ParamValidator::PARAM_DEFAULT => 'transcludedfrom',
				ParamValidator::PARAM_ISMULTI => true,
				ParamValidator::PARAM_TYPE => [ 'transcludedfrom', 'threaditemshtml' ],
			],
		];
	}

	public function isInternal() {
		return true;
	}
}
