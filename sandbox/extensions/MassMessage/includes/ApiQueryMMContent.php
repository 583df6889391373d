<?php

namespace Sandbox\MassMessage;

use ApiQuery;
use ApiQueryBase;
use ApiResult;
use MediaWiki\MediaWikiServices;

/** `prop=mmcontent`: description and targets of JSON delivery lists. */
class ApiQueryMMContent extends ApiQueryBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'mm' );
	}

	public function execute() {
		foreach ( $this->getPageSet()->getGoodPages() as $id => $page ) {
			$content = MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( $page )->getContent();
			if ( !$content instanceof ListContent || !$content->isValid() ) {
				$this->dieWithError( 'apierror-massmessage-invalidspamlist', 'invalidspamlist' );
			}
			$targets = $content->getTargetStrings();
			ApiResult::setIndexedTagName( $targets, 'target' );
			$this->addPageSubItems( $id, [ 'description' => $content->getDescription(), 'targets' => $targets ] );
		}
	}

	public function getCacheMode( $params ) {
		return 'public';
	}
}
