<?php

namespace Sandbox\MassMessage;

use MediaWiki\MediaWikiServices;
use Parser;
use ParserOutput;
use Title;
use WikiMap;

/** `{{#target:page}}` and `{{#target:page|host}}`: shows a link and notes the target in the parser output. */
class TargetFunction {

	private const KEY = 'massmessage-targets';

	public static function register( Parser $parser ): void {
		$parser->setFunctionHook( 'target', [ self::class, 'render' ] );
	}

	/** @return array wikitext to show, or the error as HTML */
	public static function render( Parser $parser, string $page = '', string $host = '' ): array {
		$parser->addTrackingCategory( 'massmessage-list-category' );
		$host = trim( $host );
		$title = Title::newFromText( $page );
		$error = self::fault( $title, $host );
		if ( $error !== null ) {
			$text = wfMessage( $error, $page, $host )->inContentLanguage()->escaped();
			return [ "<strong class=\"error\">$text</strong>", 'isHTML' => true, 'noparse' => true ];
		}
		$target = $host === ''
			? [ 'title' => $title->getPrefixedText(), 'wiki' => WikiMap::getCurrentWikiId() ]
			: [ 'title' => trim( $page ), 'site' => $host, 'wiki' => Farm::wikiOf( $host ) ];
		$output = $parser->getOutput();
		$output->setExtensionData( self::KEY, [ ...self::targetsIn( $output ), $target ] );
		return [ self::link( trim( $page ), $host ), 'noparse' => false ];
	}

	/** @return array[] the targets noted in a parsed page */
	public static function targetsIn( ParserOutput $output ): array {
		return $output->getExtensionData( self::KEY ) ?? [];
	}

	/** Wikitext of a link to a target; an empty host is this wiki. */
	public static function link( string $title, string $host ): string {
		if ( !Farm::config( 'AllowGlobalMessaging' ) ) {
			return wfMessage( 'massmessage-target-local', $title )->inContentLanguage()->plain();
		}
		$host = $host === '' ? Farm::localHost() : $host;
		$script = MediaWikiServices::getInstance()->getMainConfig()->get( 'Script' );
		return wfMessage( 'massmessage-target', $host, $script, $title )->inContentLanguage()->plain();
	}

	private static function fault( ?Title $title, string $host ): ?string {
		if ( !$title ) {
			return 'massmessage-parse-badpage';
		}
		if ( $host === '' ) {
			return $title->isExternal() ? 'massmessage-parse-badexternal' : null;
		}
		if ( !Farm::config( 'AllowGlobalMessaging' ) ) {
			return 'massmessage-global-disallowed';
		}
		return Farm::wikiOf( $host ) === null ? 'massmessage-parse-badurl' : null;
	}
}
