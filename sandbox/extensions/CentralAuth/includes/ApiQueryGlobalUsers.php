<?php

namespace Sandbox\CentralAuth;

use ApiQuery;
use ApiQueryBase;
use ApiResult;
use MediaWiki\MediaWikiServices;
use stdClass;
use WikiMap;
use Wikimedia\ParamValidator\ParamValidator;

/** `list=globalusers`: many global accounts at once, with the keys of May 2026 and later: no `id`, no `home`. */
class ApiQueryGlobalUsers extends ApiQueryBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'gus' );
	}

	public function execute() {
		$params = $this->extractRequestParams();
		$utils = MediaWikiServices::getInstance()->getUserNameUtils();
		$canonical = [];
		foreach ( $params['users'] as $name ) {
			$canonical[$name] = $utils->getCanonical( $name );
		}
		$names = array_values( array_unique( array_filter( $canonical ) ) );
		$found = $names ? Accounts::find( [ 'gu_name' => $names, 'gu_hidden_level' => 0 ] ) : [];
		$prop = array_flip( $params['prop'] ?? [] );
		$told = [];
		foreach ( $canonical as $asked => $name ) {
			$told[$name ?: $asked] = $name === false ? [ 'name' => (string)$asked, 'invalid' => true ]
				: ( isset( $found[$name] ) ? $this->describe( $found[$name], $prop ) : [ 'name' => $name, 'missing' => true ] );
		}
		$this->getResult()->addValue( 'query', $this->getModuleName(), array_values( $told ) );
		$this->getResult()->addIndexedTagName( [ 'query', $this->getModuleName() ], 'globaluser' );
	}

	private function describe( stdClass $account, array $prop ): array {
		$entry = [ 'centralid' => (int)$account->gu_id, 'name' => $account->gu_name ];
		if ( isset( $prop['locked'] ) ) {
			$entry['locked'] = (bool)$account->gu_locked;
		}
		if ( isset( $prop['editcount'] ) ) {
			// 0 where the count was never begun; meta=globaluserinfo counts then.
			$entry['editcount'] = Accounts::keptEditCount( $account->gu_id );
		}
		if ( isset( $prop['registration'] ) ) {
			$entry['registration'] = wfTimestamp( TS_ISO_8601, $account->gu_registration );
		}
		if ( isset( $prop['localinfo'] ) ) {
			$here = array_column( Accounts::attached( $account->gu_name ), null, 'lu_wiki' )[WikiMap::getCurrentWikiId()] ?? null;
			$entry['localinfo'] = $here
				? [ 'attached' => true, 'localid' => (int)$here->lu_local_id,
					'timestamp' => wfTimestamp( TS_ISO_8601, $here->lu_attached_timestamp ) ]
				: [ 'attached' => false ];
			ApiResult::setArrayType( $entry['localinfo'], 'assoc' );
		}
		if ( isset( $prop['groups'] ) ) {
			$entry['groups'] = Accounts::groups( $account->gu_id );
			ApiResult::setArrayType( $entry['groups'], 'array' );
			ApiResult::setIndexedTagName( $entry['groups'], 'group' );
		}
		return $entry;
	}

	public function getAllowedParams() {
		return [
			'users' => [
				ParamValidator::PARAM_TYPE => 'string', ParamValidator::PARAM_ISMULTI => true,
				ParamValidator::PARAM_REQUIRED => true,
			],
			'prop' => [
				ParamValidator::PARAM_TYPE => [ 'locked', 'editcount', 'registration', 'localinfo', 'groups' ],
				ParamValidator::PARAM_ISMULTI => true,
			],
		];
	}
}
