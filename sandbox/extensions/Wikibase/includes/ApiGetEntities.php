<?php

namespace Sandbox\Wikibase;

use ApiBase;
use ApiResult;
use WikiMap;
use Wikimedia\ParamValidator\ParamValidator;

/** `action=wbgetentities`: items with their sitelinks; labels, claims and the like are always empty. */
class ApiGetEntities extends ApiBase {

	private const PROPS = [
		'info', 'sitelinks', 'sitelinks/urls', 'aliases', 'labels', 'descriptions', 'claims', 'datatype',
	];

	public function execute() {
		$params = $this->extractRequestParams();
		$pages = $this->pages( $params );
		if ( !isset( $params['ids'] ) && !$pages ) {
			$this->dieWithError( 'wikibase-api-param-missing', 'param-missing' );
		}
		$items = [];
		foreach ( $params['ids'] ?? [] as $id ) {
			if ( !preg_match( '/^Q([1-9]\d{0,9})$/i', $id, $match ) ) {
				$this->dieWithError( [ 'wikibase-api-no-such-entity', $id ], 'no-such-entity' );
			}
			$items[] = (int)$match[1];
		}
		$found = Sitelinks::itemsOf( $pages );
		$links = Sitelinks::of( [ ...$items, ...array_values( $found ) ] );
		$entities = [];
		$missing = 0;
		foreach ( $items as $item ) {
			$entities["Q$item"] = isset( $links[$item] )
				? $this->describe( $item, $links[$item], $params ) : [ 'id' => "Q$item", 'missing' => '' ];
		}
		foreach ( $pages as [ $site, $title ] ) {
			$item = $found["$site:$title"] ?? null;
			if ( $item === null ) {
				$entities[(string)--$missing] = [ 'site' => $site, 'title' => $title, 'missing' => '' ];
			} else {
				$entities["Q$item"] = $this->describe( $item, $links[$item], $params );
			}
		}
		foreach ( $entities as $key => $entity ) {
			$this->getResult()->addValue( [ 'entities' ], (string)$key, $entity );
		}
		$this->getResult()->addArrayType( [ 'entities' ], 'assoc' );
		$this->getResult()->addValue( null, 'success', 1 );
	}

	/** @return array[] each [ wiki id, title ] */
	private function pages( array $params ): array {
		$sites = $params['sites'] ?? [];
		$titles = array_map( 'trim', $params['titles'] ?? [] );
		if ( !$sites && !$titles ) {
			return [];
		}
		if ( !$sites || !$titles ) {
			$this->dieWithError( 'wikibase-api-param-missing', 'param-missing' );
		}
		if ( count( $sites ) === 1 ) {
			$sites = array_fill( 0, count( $titles ), $sites[0] );
		} elseif ( count( $titles ) === 1 ) {
			$titles = array_fill( 0, count( $sites ), $titles[0] );
		}
		if ( count( $sites ) !== count( $titles ) || $params['normalize'] && count( $titles ) > 1 ) {
			$this->dieWithError( 'wikibase-api-params-illegal', 'params-illegal' );
		}
		if ( $params['normalize'] ) {
			$given = $titles[0];
			$titles[0] = $this->getContentLanguage()->ucfirst( strtr( $given, '_', ' ' ) );
			if ( $titles[0] !== $given ) {
				$this->getResult()->addValue( 'normalized', 'n', [ 'from' => $given, 'to' => $titles[0] ] );
			}
		}
		return array_map( null, $sites, $titles );
	}

	private function getContentLanguage(): \Language {
		return \MediaWiki\MediaWikiServices::getInstance()->getContentLanguage();
	}

	/** @param string[] $links titles by wiki id */
	private function describe( int $item, array $links, array $params ): array {
		$props = $params['props'];
		$entity = [ 'type' => 'item', 'id' => "Q$item" ];
		if ( in_array( 'info', $props ) ) {
			$entity = [ 'pageid' => $item, 'ns' => 0, 'title' => "Q$item" ] + $entity;
		}
		foreach ( array_intersect( [ 'labels', 'descriptions', 'aliases', 'claims' ], $props ) as $empty ) {
			$entity[$empty] = [];
			ApiResult::setArrayType( $entity[$empty], 'assoc' );
		}
		if ( array_intersect( [ 'sitelinks', 'sitelinks/urls' ], $props ) ) {
			$entity['sitelinks'] = [];
			foreach ( $links as $site => $title ) {
				if ( in_array( $site, $params['sitefilter'] ?? [ $site ] ) ) {
					$entity['sitelinks'][$site] = [ 'site' => $site, 'title' => $title, 'badges' => [] ];
					if ( in_array( 'sitelinks/urls', $props ) ) {
						$entity['sitelinks'][$site]['url'] = WikiMap::getForeignURL( $site, $title );
					}
				}
			}
			ApiResult::setArrayType( $entity['sitelinks'], 'assoc' );
		}
		return $entity;
	}

	public function getAllowedParams() {
		$strings = [ ParamValidator::PARAM_TYPE => 'string', ParamValidator::PARAM_ISMULTI => true ];
		return [
			'ids' => $strings,
			'sites' => $strings + [ ParamValidator::PARAM_ALLOW_DUPLICATES => true ],
			'titles' => $strings + [ ParamValidator::PARAM_ALLOW_DUPLICATES => true ],
			'redirects' => [ ParamValidator::PARAM_TYPE => [ 'yes', 'no' ], ParamValidator::PARAM_DEFAULT => 'yes' ],
			'props' => [
				ParamValidator::PARAM_TYPE => self::PROPS, ParamValidator::PARAM_ISMULTI => true,
				ParamValidator::PARAM_DEFAULT => 'info|sitelinks|aliases|labels|descriptions|claims|datatype',
			],
			'languages' => $strings,
			'sitefilter' => $strings,
			'normalize' => false,
		];
	}
}
