<?php

namespace Sandbox\MassMessage;

use Job;
use JobSpecification;
use MediaWiki\MediaWikiServices;

/** Runs on the sending wiki: puts one delivery job per target into the queue of the target's wiki. */
class SubmitJob extends Job {

	/** @param \Title|array $title @param array $params 'pages' (targets) and 'data' (what is sent) */
	public function __construct( $title, $params ) {
		parent::__construct( 'MassMessageSubmitJob', $title, $params );
	}

	public function run() {
		$jobsByWiki = [];
		foreach ( $this->params['pages'] as $target ) {
			$jobsByWiki[ $target['wiki'] ][] = new JobSpecification(
				'MassMessageJob', [ 'target' => $target['title'], 'originalTitle' => $target['originalTitle'] ?? $target['title'] ]
					+ $this->params['data'],
				[ 'removeDuplicates' => true ]
			);
		}
		foreach ( $jobsByWiki as $wiki => $jobs ) {
			MediaWikiServices::getInstance()->getJobQueueGroupFactory()->makeJobQueueGroup( $wiki )->push( $jobs );
		}
		return true;
	}
}
