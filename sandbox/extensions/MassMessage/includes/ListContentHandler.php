<?php

namespace Sandbox\MassMessage;

use Content;
use JsonContentHandler;
use MediaWiki\Content\Renderer\ContentParseParams;
use MediaWiki\MediaWikiServices;
use ParserOutput;

/** Shows a JSON delivery list: its description, then its targets as links. */
class ListContentHandler extends JsonContentHandler {

	public function __construct( $modelId = ListContent::MODEL ) {
		parent::__construct( $modelId );
	}

	protected function getContentClass() {
		return ListContent::class;
	}

	public function makeEmptyContent() {
		return ListContent::make( '', [] );
	}

	protected function fillParserOutput( Content $content, ContentParseParams $cpoParams, ParserOutput &$output ) {
		'@phan-var ListContent $content';
		$services = MediaWikiServices::getInstance();
		$page = $cpoParams->getPage();
		if ( !$content->isValid() ) {
			parent::fillParserOutput( $content, $cpoParams, $output );
			return;
		}
		$lines = [ $content->getDescription(), '' ];
		foreach ( $content->getTargets() as $target ) {
			$lines[] = '* ' . TargetFunction::link( $target['title'], $target['site'] ?? '' );
		}
		$output = $services->getParser()->parse(
			implode( "\n", $lines ), $page, $cpoParams->getParserOptions(),
			true, true, $cpoParams->getRevId()
		);
		$services->getTrackingCategories()->addTrackingCategory( $output, 'massmessage-list-category', $page );
	}
}
