<?php

namespace Sandbox\CentralAuth;

use ApiQuery;
use ApiQueryBase;
use ApiResult;
use MediaWiki\ParamValidator\TypeDef\UserDef;
use stdClass;
use WikiMap;
use Wikimedia\ParamValidator\ParamValidator;

/** `meta=globaluserinfo`: one global account, with the wikis where it is attached. */
class ApiQueryGlobalUserInfo extends ApiQueryBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'gui' );
	}

	public function execute() {
		$params = $this->extractRequestParams();
		$this->requireMaxOneParameter( $params, 'user', 'id' );
		$found = Accounts::find( isset( $params['id'] )
			? [ 'gu_id' => $params['id'] ]
			: [ 'gu_name' => strtr( $params['user'] ?? $this->getUser()->getName(), '_', ' ' ) ] );
		// Who may not see hidden accounts is told that there is none.
		$found = array_filter( $found, static fn ( $one ) => !$one->gu_hidden_level );
		$account = reset( $found );
		if ( !$account && isset( $params['id'] ) ) {
			$this->dieWithError( [ 'apierror-invaliduserid', $params['id'] ], 'invaliduserid' );
		}
		$this->getResult()->addValue( 'query', $this->getModuleName(),
			$account ? $this->describe( $account, array_flip( $params['prop'] ?? [] ) ) : [ 'missing' => true ] );
	}

	private function describe( stdClass $account, array $prop ): array {
		$result = [
			'home' => $account->gu_home_db, 'id' => (int)$account->gu_id,
			'registration' => wfTimestamp( TS_ISO_8601, $account->gu_registration ), 'name' => $account->gu_name,
		] + ( $account->gu_locked ? [ 'locked' => true ] : [] )
			+ ( $account->gu_hidden_level ? [ 'hidden' => true ] : [] );
		$groups = isset( $prop['groups'] ) || isset( $prop['rights'] ) ? Accounts::groups( $account->gu_id ) : [];
		if ( isset( $prop['groups'] ) ) {
			$result['groups'] = self::indexed( $groups, 'g' );
		}
		if ( isset( $prop['rights'] ) ) {
			$result['rights'] = self::indexed( $groups ? Accounts::db()->selectFieldValues(
				'global_group_permissions', 'ggp_permission', [ 'ggp_group' => $groups ], __METHOD__, [ 'DISTINCT' ]
			) : [], 'r' );
		}
		if ( isset( $prop['merged'] ) ) {
			$result['merged'] = self::indexed(
				array_map( [ self::class, 'merged' ], Accounts::attached( $account->gu_name ) ), 'account'
			);
		}
		if ( isset( $prop['editcount'] ) ) {
			$result['editcount'] = Accounts::editCount( $account->gu_name );
		}
		// Every local account of the sandbox is attached.
		return $result + ( isset( $prop['unattached'] ) ? [ 'unattached' => self::indexed( [], 'account' ) ] : [] );
	}

	private static function merged( stdClass $row ): array {
		$local = new LocalAccount( $row->lu_wiki, $row->lu_name );
		$result = [
			'wiki' => $row->lu_wiki, 'url' => WikiMap::getWiki( $row->lu_wiki )->getCanonicalServer(),
			'timestamp' => wfTimestamp( TS_ISO_8601, $row->lu_attached_timestamp ),
			'method' => $row->lu_attached_method,
		];
		if ( !$local->row ) {
			return $result;
		}
		$result['editcount'] = (int)$local->row->user_editcount;
		$result['registration'] = wfTimestampOrNull( TS_ISO_8601, $local->row->user_registration );
		$groups = $local->groups();
		if ( $groups ) {
			$result['groups'] = self::indexed( $groups, 'group' );
		}
		$block = $local->block();
		if ( $block ) {
			$result['blocked'] = [
				'expiry' => ApiResult::formatExpiry( $block['expiry'] ), 'reason' => $block['reason'],
			];
		}
		return $result;
	}

	private static function indexed( array $values, string $tag ): array {
		ApiResult::setIndexedTagName( $values, $tag );
		return $values;
	}

	public function getAllowedParams() {
		return [
			'user' => [
				ParamValidator::PARAM_TYPE => 'user', UserDef::PARAM_ALLOWED_USER_TYPES => [ 'name' ],
			],
			'id' => [ ParamValidator::PARAM_TYPE => 'integer' ],
			'prop' => [
				ParamValidator::PARAM_TYPE => [ 'groups', 'rights', 'merged', 'unattached', 'editcount' ],
				ParamValidator::PARAM_ISMULTI => true,
			],
		];
	}
}
