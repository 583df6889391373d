<?php

namespace Sandbox\CentralAuth;

use ApiQuery;
use ApiQueryBase;
use ApiResult;
use stdClass;
use WikiMap;
use Wikimedia\ParamValidator\ParamValidator;

/**
 * `list=globalusers`: many global accounts at once. Only the parameters of the real module are known to us;
 * the shape of the reply is our model of it (README.md beside this folder), after list=users.
 */
class ApiQueryGlobalUsers extends ApiQueryBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'gus' );
	}

	public function execute() {
		$params = $this->extractRequestParams();
		$names = array_unique( array_map( static fn ( $name ) => strtr( $name, '_', ' ' ), $params['users'] ) );
		$found = Accounts::find( [ 'gu_name' => $names ] );
		$prop = array_flip( $params['prop'] ?? [] );
		foreach ( $names as $name ) {
			$entry = isset( $found[$name] ) ? $this->describe( $found[$name], $prop )
				: [ 'name' => $name, 'missing' => true ];
			$this->getResult()->addValue( [ 'query', $this->getModuleName() ], null, $entry );
		}
		$this->getResult()->addIndexedTagName( [ 'query', $this->getModuleName() ], 'globaluser' );
	}

	private function describe( stdClass $account, array $prop ): array {
		$entry = [ 'id' => (int)$account->gu_id, 'name' => $account->gu_name, 'home' => $account->gu_home_db ];
		if ( isset( $prop['locked'] ) ) {
			$entry['locked'] = (bool)$account->gu_locked;
		}
		if ( isset( $prop['editcount'] ) ) {
			$entry['editcount'] = Accounts::editCount( $account->gu_name );
		}
		if ( isset( $prop['registration'] ) ) {
			$entry['registration'] = wfTimestamp( TS_ISO_8601, $account->gu_registration );
		}
		if ( isset( $prop['localinfo'] ) ) {
			$here = array_column( Accounts::attached( $account->gu_name ), null, 'lu_wiki' )[WikiMap::getCurrentWikiId()] ?? null;
			$entry['localinfo'] = $here
				? [ 'attached' => true, 'id' => (int)$here->lu_local_id ] : [ 'attached' => false ];
			ApiResult::setArrayType( $entry['localinfo'], 'assoc' );
		}
		return $entry;
	}

	public function getAllowedParams() {
		return [
			'users' => [
				ParamValidator::PARAM_TYPE => 'user', ParamValidator::PARAM_ISMULTI => true,
				ParamValidator::PARAM_REQUIRED => true,
			],
			'prop' => [
				ParamValidator::PARAM_TYPE => [ 'locked', 'editcount', 'registration', 'localinfo' ],
				ParamValidator::PARAM_ISMULTI => true,
			],
		];
	}
}
