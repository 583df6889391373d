<?php

namespace Sandbox\MassMessage;

use ApiBase;
use ApiMain;
use DerivativeContext;
use DerivativeRequest;
use MediaWiki\MediaWikiServices;
use Message;
use Title;
use Wikimedia\ParamValidator\ParamValidator;

/** `action=editmassmessagelist`: adds and removes targets of a JSON list by one internal edit. */
class ApiEditMassMessageList extends ApiBase {

	public function execute() {
		$params = $this->extractRequestParams();
		$this->requireAtLeastOneParameter( $params, 'add', 'remove', 'description' );
		$page = Title::newFromText( $params['spamlist'] );
		$content = $page && $page->exists() && $page->hasContentModel( ListContent::MODEL )
			? MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( $page )->getContent() : null;
		if ( !$content instanceof ListContent || !$content->isValid() ) {
			$this->dieWithError( 'apierror-massmessage-invalidspamlist', 'invalidspamlist' );
		}
		$old = $content->getTargets();
		$description = $content->getDescription();
		$result = [ 'result' => 'Success' ];

		$new = isset( $params['add'] ) ? $this->add( $params['add'], $old, $result ) : $old;
		if ( isset( $params['remove'] ) ) {
			$new = $this->remove( $params['remove'], $new, $result );
		}
		$added = self::without( $new, $old );
		$removed = self::without( $old, $new );
		$described = isset( $params['description'] ) && $params['description'] !== $description;
		if ( isset( $params['description'] ) ) {
			$result[ $described ? 'description' : 'invaliddescription' ] = $params['description'];
		}
		if ( isset( $params['add'] ) ) {
			$result['added'] = array_map( [ self::class, 'markMissing' ], $added );
		}
		if ( isset( $params['remove'] ) ) {
			$result['removed'] = $removed;
		}
		if ( $added || $removed || $described ) {
			$this->edit( $page, ListContent::make( $params['description'] ?? $description, $new ),
				$this->summary( $added, $removed, $described ), $params );
		}
		if ( preg_grep( '/^invalid/', array_keys( $result ) ) ) {
			$result['result'] = 'Done';
		}
		$this->getResult()->addValue( null, $this->getModuleName(), $result );
	}

	/** @param string[] $strings */
	private function add( array $strings, array $targets, array &$result ): array {
		foreach ( array_unique( $strings ) as $string ) {
			$target = self::parse( $string );
			if ( isset( $target['faults'] ) ) {
				$result['invalidadd'][] = [ '*' => $string ] + array_fill_keys( $target['faults'], '' );
			} else {
				$targets[] = $target;
			}
		}
		return ListContent::normalise( $targets );
	}

	/** @param string[] $strings */
	private function remove( array $strings, array $targets, array &$result ): array {
		$leaving = [];
		foreach ( array_unique( $strings ) as $string ) {
			$target = self::parse( $string );
			if ( in_array( $target, $targets, true ) ) {
				$leaving[] = $target;
			} else {
				$result['invalidremove'][] = $string;
			}
		}
		return self::without( $targets, $leaving );
	}

	/** Splits at the last @; gives title and perhaps site, or 'faults'. */
	private static function parse( string $string ): array {
		$at = strrpos( trim( $string ), '@' );
		$text = $at === false ? trim( $string ) : substr( trim( $string ), 0, $at );
		$site = $at === false ? Farm::localHost() : strtolower( trim( substr( trim( $string ), $at + 1 ) ) );
		$title = Title::newFromText( $text );
		$faults = [];
		if ( !$title || $title->isExternal() || !$title->canExist() ) {
			$faults[] = 'invalidtitle';
		}
		$local = $site === Farm::localHost();
		if ( !$local && ( Farm::wikiOf( $site ) === null || !Farm::config( 'AllowGlobalMessaging' ) ) ) {
			$faults[] = 'invalidsite';
		}
		if ( $faults ) {
			return [ 'faults' => $faults ];
		}
		return [ 'title' => $title->getPrefixedText() ] + ( $local ? [] : [ 'site' => $site ] );
	}

	private static function without( array $targets, array $leaving ): array {
		return array_values( array_filter( $targets, static fn ( $target ) => !in_array( $target, $leaving, true ) ) );
	}

	private static function markMissing( array $target ): array {
		$missing = !isset( $target['site'] ) && !Title::newFromText( $target['title'] )->exists();
		return $target + ( $missing ? [ 'missing' => '' ] : [] );
	}

	private function summary( array $added, array $removed, bool $described ): Message {
		$change = $described ? 'change' : '';
		if ( $added && $removed ) {
			$message = $this->msg( "massmessage-summary-addremove$change" )
				->numParams( count( $added ), count( $removed ) );
		} elseif ( !$added && !$removed ) {
			$message = $this->msg( 'massmessage-summary-change' );
		} else {
			[ $verb, $targets ] = $added ? [ 'add', $added ] : [ 'remove', $removed ];
			$first = $targets[0];
			if ( count( $targets ) > 1 ) {
				$message = $this->msg( "massmessage-summary-{$verb}multi$change" )->numParams( count( $targets ) );
			} elseif ( isset( $first['site'] ) ) {
				$message = $this->msg( "massmessage-summary-{$verb}onsite$change", $first['title'], $first['site'] );
			} else {
				$message = $this->msg( "massmessage-summary-$verb$change", $first['title'] );
			}
		}
		return $message->inContentLanguage();
	}

	private function edit( Title $page, ListContent $content, Message $summary, array $params ): void {
		$context = new DerivativeContext( $this->getContext() );
		$context->setRequest( new DerivativeRequest( $this->getRequest(), [
			'action' => 'edit', 'title' => $page->getPrefixedText(), 'text' => $content->getText(),
			'contentmodel' => ListContent::MODEL, 'contentformat' => CONTENT_FORMAT_JSON,
			'summary' => $summary->text(), 'watchlist' => $params['watchlist'], 'token' => $params['token'],
		] + ( $params['minor'] ? [ 'minor' => '1' ] : [] ), true ) );
		( new ApiMain( $context, true ) )->execute();
	}

	public function getAllowedParams() {
		$string = [ ParamValidator::PARAM_TYPE => 'string' ];
		return [
			'spamlist' => $string + [ ParamValidator::PARAM_REQUIRED => true ],
			'add' => $string + [ ParamValidator::PARAM_ISMULTI => true ],
			'remove' => $string + [ ParamValidator::PARAM_ISMULTI => true ],
			'description' => $string,
			'minor' => false,
			'watchlist' => [
				ParamValidator::PARAM_TYPE => [ 'watch', 'unwatch', 'preferences', 'nochange' ],
				ParamValidator::PARAM_DEFAULT => 'preferences',
			],
			'token' => null,
		];
	}

	public function mustBePosted() {
		return true;
	}

	public function isWriteMode() {
		return true;
	}

	public function needsToken() {
		return 'csrf';
	}
}
