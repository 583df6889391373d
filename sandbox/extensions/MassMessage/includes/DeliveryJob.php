<?php

namespace Sandbox\MassMessage;

use ApiMessage;
use ApiUsageException;
use Job;
use ManualLogEntry;
use MediaWiki\MediaWikiServices;
use Title;
use User;

/** Runs on the target's wiki: posts one message to one page, or logs why it does not. */
class DeliveryJob extends Job {

	private const CONFLICT_TRIES = 5;

	/**
	 * @param \Title|array $title
	 * @param array $params 'target' (title as listed), 'originalTitle' (before redirects of the sending wiki), 'subject', 'message', 'page-message', 'origin' (wiki id
	 *  of the sending wiki), 'comment' (sender, wiki id and list URL for the hidden comment)
	 */
	public function __construct( $title, $params ) {
		parent::__construct( 'MassMessageJob', $title, $params );
		$this->removeDuplicates = true;
	}

	/** Hook: how many deliveries wait or run on this wiki. */
	public static function addQueueSize( array &$statistics ): void {
		$queue = MediaWikiServices::getInstance()->getJobQueueGroup()->get( 'MassMessageJob' );
		$statistics['queued-massmessages'] = $queue->getSize() + $queue->getAcquiredCount();
	}

	/** @return bool false if the queue may try again */
	public function run() {
		$listed = Title::newFromText( $this->params['target'] );
		if ( !$listed ) {
			return true;
		}
		$page = TargetLookup::convert( $listed );
		$page = TargetLookup::followRedirect( $page ) ?? $page;
		if ( !self::mayPostIn( $page ) ) {
			return $this->log( 'skipbadns', $listed );
		}
		if ( self::isOptedOut( $page ) ) {
			return $this->log( 'skipoptout', $page );
		}
		if ( self::isOfNoUser( $page ) ) {
			return $this->log( 'skipnouser', $page );
		}
		return $this->deliver( $page, $listed );
	}

	private static function mayPostIn( Title $page ): bool {
		return !$page->isExternal()
			&& ( $page->isTalkPage() || in_array( $page->getNamespace(), Farm::config( 'NamespacesToPostIn' ) ) );
	}

	private static function isOptedOut( Title $page ): bool {
		$name = wfMessage( 'massmessage-optout-category' )->inContentLanguage()->text();
		$category = Title::makeTitleSafe( NS_CATEGORY, $name );
		return $category && isset( $page->getParentCategories()[ $category->getPrefixedDBkey() ] );
	}

	/** Whether it is a user's page and the user has no named account here. */
	private static function isOfNoUser( Title $page ): bool {
		if ( !$page->inNamespaces( NS_USER, NS_USER_TALK ) ) {
			return false;
		}
		$user = User::newFromName( $page->getRootText() );
		return !$user || !$user->isRegistered() || self::isTemporary( $user->getName() );
	}

	/** Wikimedia's pattern of temporary accounts; MediaWiki before 1.41 does not know them. */
	private static function isTemporary( string $name ): bool {
		return str_starts_with( $name, '~2' )
			|| MediaWikiServices::getInstance()->getUserNameUtils()->isTemp( $name );
	}

	private function deliver( Title $page, Title $listed ): bool {
		$pageText = '';
		$pageLanguage = '';
		if ( $this->params['page-message'] !== '' ) {
			$read = PageMessage::read( $this->params['page-message'], $this->params['origin'] );
			if ( !$read->isOK() ) {
				$reason = $read->getMessage( false, false, $page->getPageLanguage() )->text();
				return $this->log( 'failure', $page, [ '5::reason' => $reason ] );
			}
			[ $pageText, $pageLanguage ] = $read->getValue();
		}
		$hash = md5( $this->params['subject'] . $this->params['message'] . $pageText );
		if ( Farm::config( 'MassMessageDuplicateGuard' ) && Tag::isAmongLast( $page, $hash ) ) {
			return true;
		}
		$subject = rtrim( strip_tags( preg_replace( '/[\r\n]+/', '', $this->params['subject'] ) ) );
		if ( $subject === '' ) {
			$this->log( 'failure-section', $page, [ '5::subject_section' => '', '6::source_page' => null ] );
			return false;
		}
		return $this->post( $page, $subject, $this->body( $page, $listed, $pageText, $pageLanguage ), $hash );
	}

	private function body( Title $page, Title $listed, string $pageText, string $pageLanguage ): string {
		$services = MediaWikiServices::getInstance();
		$language = $page->getPageLanguage();
		if ( $pageText !== '' && $pageLanguage !== $language->getCode() ) {
			$dir = $services->getLanguageFactory()->getLanguage( $pageLanguage )->getDir();
			$pageText = "<div lang=\"$pageLanguage\" dir=\"$dir\">\n$pageText\n</div>";
		}
		$comment = wfMessage( 'massmessage-hidden-comment', ...$this->params['comment'] )
			->inLanguage( $language )->text();
		$text = trim( "$pageText\n\n{$this->params['message']}" );
		// As of MediaWiki 1.45; also where only User: became User talk:.
		$asked = Title::newFromText( $this->params['originalTitle'] ?? '' ) ?? $listed;
		if ( !$asked->equals( $page ) ) {
			$notice = wfMessage( 'massmessage-redirect-notice', $asked->getPrefixedText() )
				->inLanguage( $language )->text();
			$text .= "\n\n$notice";
		}
		return "$text\n$comment";
	}

	private function post( Title $page, string $subject, string $text, string $hash ): bool {
		$code = null;
		for ( $try = 0; $try < self::CONFLICT_TRIES; $try++ ) {
			try {
				$edit = ( new Poster )->addSection( $page, $subject, $text );
				if ( ( $edit['result'] ?? '' ) === 'Success' && isset( $edit['newrevid'] ) ) {
					Tag::add( $edit['newrevid'], $hash );
				}
				return ( $edit['result'] ?? '' ) === 'Success';
			} catch ( ApiUsageException $e ) {
				$code = ApiMessage::create( $e->getStatusValue()->getErrors()[0] )->getApiCode();
				if ( $code !== 'editconflict' ) {
					break;
				}
			}
		}
		$this->log( 'failure', $page, [ '5::reason' => $code ] );
		$this->setLastError( "$page: $code" );
		return false;
	}

	/** @return bool true: logged and done */
	private function log( string $action, Title $page, array $params = [] ): bool {
		$entry = new ManualLogEntry( 'massmessage', $action );
		$entry->setPerformer( Poster::account() );
		$entry->setTarget( $page );
		$entry->setParameters( [ '4::subject' => $this->params['subject'] ] + $params );
		$entry->publish( $entry->insert() );
		return true;
	}
}
