<?php

namespace Sandbox\SiteMatrix;

use ApiBase;
use ApiMain;
use ApiResult;
use MediaWiki\MediaWikiServices;
use WikiMap;
use Wikimedia\ParamValidator\ParamValidator;
use Wikimedia\ParamValidator\TypeDef\IntegerDef;

/** `action=sitematrix`: the wikis of the farm by language, and those of no language as specials. */
class ApiSiteMatrix extends ApiBase {

	private const LANGUAGE_PROPS = [ 'code', 'name', 'site', 'dir', 'localname' ];
	private const SITE_PROPS = [ 'url', 'dbname', 'code', 'lang', 'sitename' ];

	public function __construct( ApiMain $main, string $moduleName ) {
		parent::__construct( $main, $moduleName, 'sm' );
	}

	public function execute() {
		$params = $this->extractRequestParams();
		$lists = [];
		foreach ( [ 'closed' => 'Closed', 'private' => 'Private', 'fishbowl' => 'Fishbowl' ] as $flag => $name ) {
			$lists[$flag] = self::linesOf( $this->getConfig()->get( "SiteMatrix{$name}Sites" ) );
		}
		$codes = self::linesOf( $this->getConfig()->get( 'SiteMatrixFile' ) );
		$wikis = [ ...$this->getConfig()->get( 'LocalDatabases' ), ...array_keys( $this->getConfig()->get( 'SiteMatrixElsewhere' ) ) ];
		sort( $wikis );
		$matrix = [ 'count' => count( $wikis ) ];
		$specials = [];
		foreach ( $wikis as $wiki ) {
			$flags = array_keys( array_filter( $lists, static fn ( $list ) => in_array( $wiki, $list, true ) ) );
			$isWanted = array_intersect( [ 'all', ...$flags ], $params['state'] );
			$code = strtr( preg_replace( '/wiki$/', '', $wiki ), '_', '-' );
			$site = $this->site( $wiki, $code ) + array_fill_keys( $flags, true );
			if ( in_array( $code, $codes, true ) ) {
				$site = array_intersect_key( [ 'code' => 'wiki' ] + $site, array_flip( [ ...$params['siteprop'], ...$flags ] ) );
				$matrix[] = $this->language( $code, $isWanted ? [ $site ] : [], $params['langprop'] );
			} elseif ( $isWanted ) {
				$specials[] = $site;
			}
		}
		if ( !in_array( 'language', $params['type'] ) ) {
			$matrix = [ 'count' => $matrix['count'] ];
		}
		if ( in_array( 'special', $params['type'] ) ) {
			ApiResult::setIndexedTagName( $specials, 'special' );
			$matrix['specials'] = $specials;
		}
		ApiResult::setArrayType( $matrix, 'assoc' );
		$this->getResult()->addValue( null, $this->getModuleName(), $matrix );
	}

	private function language( string $code, array $sites, array $props ): array {
		$services = MediaWikiServices::getInstance();
		$names = $services->getLanguageNameUtils();
		ApiResult::setIndexedTagName( $sites, 'site' );
		$language = [
			'code' => $code, 'name' => $names->getLanguageName( $code ), 'site' => $sites,
			'dir' => $services->getLanguageFactory()->getLanguage( $code )->getDir(),
			'localname' => $names->getLanguageName( $code, $this->getLanguage()->getCode() ),
		];
		return array_intersect_key( $language, array_flip( $props ) );
	}

	private function site( string $wiki, string $code ): array {
		$host = $this->getConfig()->get( 'SiteMatrixElsewhere' )[$wiki] ?? null;
		if ( $host ) {
			return [ 'url' => "http://$host", 'dbname' => $wiki, 'code' => $code, 'lang' => 'en', 'sitename' => $code ];
		}
		return [
			'url' => WikiMap::getWiki( $wiki )->getCanonicalServer(),
			'dbname' => $wiki,
			'code' => $code,
			'lang' => $GLOBALS['wgConf']->get( 'wgLanguageCode', $wiki ),
			'sitename' => $GLOBALS['wgConf']->get( 'wgSitename', $wiki ),
		];
	}

	/** @return string[] */
	private static function linesOf( ?string $file ): array {
		return $file !== null && is_readable( $file )
			? array_values( array_filter( array_map( 'trim', file( $file ) ) ) ) : [];
	}

	private static function choice( array $values, string $default ): array {
		return [
			ParamValidator::PARAM_TYPE => $values, ParamValidator::PARAM_ISMULTI => true,
			ParamValidator::PARAM_DEFAULT => $default,
		];
	}

	public function getAllowedParams() {
		return [
			'type' => self::choice( [ 'special', 'language' ], 'special|language' ),
			'state' => self::choice( [ 'all', 'closed', 'private', 'fishbowl', 'nonglobal' ], 'all' ),
			'langprop' => self::choice( self::LANGUAGE_PROPS, implode( '|', self::LANGUAGE_PROPS ) ),
			'siteprop' => self::choice( self::SITE_PROPS, 'url|dbname|code|sitename' ),
			'limit' => [
				ParamValidator::PARAM_TYPE => 'limit', ParamValidator::PARAM_DEFAULT => 5000,
				IntegerDef::PARAM_MIN => 1, IntegerDef::PARAM_MAX => 5000, IntegerDef::PARAM_MAX2 => 5000,
			],
		];
	}
}
