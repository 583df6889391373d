<?php

namespace Sandbox\MassMessage;

use Category;
use MediaWiki\MediaWikiServices;
use ParserOptions;
use Title;
use WikiMap;

/** Who is on a list page: reads a category, a JSON list or a page with `#target`. */
class TargetLookup {

	/** The page that a page redirects to, one hop; the page itself if it is no redirect; null if it leads nowhere. */
	public static function followRedirect( Title $page ): ?Title {
		$link = $page->isRedirect()
			? MediaWikiServices::getInstance()->getRedirectLookup()->getRedirectTarget( $page )
			: null;
		if ( !$link ) {
			return $page;
		}
		$next = Title::newFromLinkTarget( $link );
		return $next->isExternal() || !$next->canExist() ? null : $next;
	}

	/** The page that a title stands for when posting: User: becomes User talk: as configured. */
	public static function convert( Title $page ): Title {
		$namespace = Farm::config( 'NamespacesToConvert' )[ $page->getNamespace() ] ?? null;
		return $namespace === null ? $page : Title::makeTitle( $namespace, $page->getText() );
	}

	/**
	 * @param Title $page list page, its redirect already followed
	 * @return array[]|null 'title', 'wiki' and for other wikis 'site'; null if the page is no valid list
	 */
	public static function targetsOf( Title $page ): ?array {
		if ( $page->getNamespace() === NS_CATEGORY ) {
			$targets = self::ofCategory( $page );
		} else {
			$targets = self::ofPage( $page );
		}
		return $targets === null ? null : self::normalise( $targets );
	}

	private static function ofCategory( Title $page ): array {
		$targets = [];
		foreach ( Category::newFromTitle( $page )->getMembers() as $member ) {
			$targets[] = [ 'title' => $member->getPrefixedText(), 'wiki' => WikiMap::getCurrentWikiId() ];
		}
		return $targets;
	}

	private static function ofPage( Title $page ): ?array {
		$services = MediaWikiServices::getInstance();
		$content = $services->getWikiPageFactory()->newFromTitle( $page )->getContent();
		if ( $content instanceof ListContent ) {
			return $content->isValid() ? array_values( array_filter(
				array_map( [ self::class, 'locate' ], $content->getTargets() )
			) ) : null;
		}
		if ( !$content || $content->getModel() !== CONTENT_MODEL_WIKITEXT ) {
			return null;
		}
		return TargetFunction::targetsIn( $services->getContentRenderer()->getParserOutput(
			$content, $page, null, ParserOptions::newFromAnon()
		) );
	}

	/** A JSON target with its wiki, or null if it cannot be sent to. */
	private static function locate( array $target ): ?array {
		if ( !isset( $target['site'] ) ) {
			return $target + [ 'wiki' => WikiMap::getCurrentWikiId() ];
		}
		$wiki = Farm::config( 'AllowGlobalMessaging' ) ? Farm::wikiOf( $target['site'] ) : null;
		return $wiki === null ? null : $target + [ 'wiki' => $wiki ];
	}

	/**
	 * Local targets become the page that will be posted to; then each exact target stays once. As of 1.45 a
	 * redirect and the page that it leads to are two.
	 */
	private static function normalise( array $targets ): array {
		$once = [];
		foreach ( $targets as $target ) {
			if ( $target['wiki'] === WikiMap::getCurrentWikiId() ) {
				$page = self::convert( Title::newFromText( $target['title'] ) );
				$target['originalTitle'] = $page->getPrefixedText();
				$target['title'] = ( self::followRedirect( $page ) ?? $page )->getPrefixedText();
			}
			$once[ implode( "\n", [ $target['title'], $target['wiki'], $target['site'] ?? '', $target['originalTitle'] ?? '' ] ) ] = $target;
		}
		return array_values( $once );
	}
}
