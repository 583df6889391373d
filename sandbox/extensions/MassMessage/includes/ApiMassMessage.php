<?php

namespace Sandbox\MassMessage;

use ApiBase;
use JobSpecification;
use ManualLogEntry;
use MediaWiki\MediaWikiServices;
use Status;
use Title;
use WikiMap;
use Wikimedia\ParamValidator\ParamValidator;

/** `action=massmessage`: checks, writes the send log entry and queues one job that will queue the others. */
class ApiMassMessage extends ApiBase {

	public function execute() {
		$this->checkUserRightsAny( 'massmessage' );
		$params = array_map( static fn ( $value ) => is_string( $value ) ? trim( $value ) : $value,
			$this->extractRequestParams() );
		$this->requireAtLeastOneParameter( $params, 'message', 'page-message' );

		$footer = $this->msg( 'massmessage-message-footer' )->inContentLanguage()->plain();
		$message = $params['message'] ?? '';
		if ( trim( $footer ) !== '' ) {
			$message .= "\n" . $footer;
		}
		$pageMessage = $params['page-message'] ?? '';

		$faults = Status::newGood();
		if ( $params['subject'] === '' ) {
			$faults->fatal( 'massmessage-empty-subject' );
		}
		[ $list, $targets ] = $this->readList( $params['spamlist'], $faults );
		if ( $pageMessage !== '' ) {
			$faults->merge( PageMessage::readLocal( $pageMessage ) );
		}
		if ( trim( $message ) === '' && $pageMessage === '' ) {
			$faults->fatal( 'massmessage-empty-message' );
		}
		if ( !$faults->isOK() ) {
			$this->dieStatus( $faults );
		}

		$this->log( $list, $params['subject'], $pageMessage );
		$this->queue( $list, $targets, [
			'subject' => $params['subject'], 'message' => $message, 'page-message' => $pageMessage,
		] );
		$this->getResult()->addValue( null, $this->getModuleName(), [
			'result' => 'success', 'count' => count( $targets ),
		] );
	}

	/** @return array the list page (its redirect followed) and its targets */
	private function readList( string $name, Status $faults ): array {
		$list = Title::newFromText( $name );
		if ( !$list || $list->isExternal() || !$list->inNamespace( NS_CATEGORY ) && !$list->exists() ) {
			$faults->fatal( 'massmessage-spamlist-doesnotexist' );
			return [ null, [] ];
		}
		$target = $list->inNamespace( NS_CATEGORY ) ? $list : TargetLookup::followRedirect( $list );
		$targets = $target ? TargetLookup::targetsOf( $target ) : null;
		if ( $targets === null ) {
			$faults->fatal( 'massmessage-spamlist-invalid' );
		}
		return [ $target, $targets ?? [] ];
	}

	private function log( Title $list, string $subject, string $pageMessage ): void {
		$entry = new ManualLogEntry( 'massmessage', 'send' );
		$entry->setPerformer( $this->getUser() );
		$entry->setTarget( $list );
		$entry->setComment( $subject );
		$entry->setParameters( [ '4::revid' => $list->getLatestRevID(), '5::pageMessage' => $pageMessage ] );
		$entry->publish( $entry->insert() );
	}

	private function queue( Title $list, array $targets, array $text ): void {
		$query = $list->inNamespace( NS_CATEGORY ) ? '' : [ 'oldid' => $list->getLatestRevID() ];
		$url = $list->inNamespace( NS_CATEGORY )
			? $list->getFullURL( '', false, PROTO_CANONICAL )
			: wfAppendQuery( Farm::config( 'CanonicalServer' ) . wfScript(),
				'title=' . wfUrlencode( $list->getPrefixedDBkey() ) . '&' . wfArrayToCgi( $query ) );
		$data = $text + [
			'origin' => WikiMap::getCurrentWikiId(),
			'comment' => [ $this->getUser()->getName(), WikiMap::getCurrentWikiId(), $url ],
		];
		MediaWikiServices::getInstance()->getJobQueueGroup()->push( new JobSpecification(
			'MassMessageSubmitJob', [ 'pages' => $targets, 'data' => $data ], [], $list
		) );
	}

	public function getAllowedParams() {
		$required = [ ParamValidator::PARAM_TYPE => 'string', ParamValidator::PARAM_REQUIRED => true ];
		$optional = [ ParamValidator::PARAM_TYPE => 'string' ];
		return [
			'spamlist' => $required, 'subject' => $required, 'message' => $optional, 'page-message' => $optional,
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
