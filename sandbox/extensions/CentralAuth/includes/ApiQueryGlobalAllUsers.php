<?php

namespace Sandbox\CentralAuth;

use ApiBase;
use ApiQuery;
use ApiQueryBase;
use ApiResult;
use WikiMap;
use Wikimedia\ParamValidator\ParamValidator;
use Wikimedia\ParamValidator\TypeDef\IntegerDef;

/** `list=globalallusers`: the global accounts in order of their names. */
class ApiQueryGlobalAllUsers extends ApiQueryBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'agu' );
	}

	public function execute() {
		$params = $this->extractRequestParams();
		$dbr = Accounts::db();
		$conditions = [];
		if ( isset( $params['from'] ) ) {
			$conditions[] = 'gu_name >= ' . $dbr->addQuotes( $params['from'] );
		}
		if ( isset( $params['prefix'] ) ) {
			$conditions[] = 'gu_name' . $dbr->buildLike( $params['prefix'], $dbr->anyString() );
		}
		if ( isset( $params['group'] ) ) {
			$conditions['gu_id'] = $dbr->selectFieldValues(
				'global_user_groups', 'gug_user', [ 'gug_group' => $params['group'] ], __METHOD__
			) ?: [ 0 ];
		}
		$prop = array_flip( $params['prop'] ?? [] );
		$path = [ 'query', $this->getModuleName() ];
		$rows = Accounts::find( $conditions, [ 'ORDER BY' => 'gu_name', 'LIMIT' => $params['limit'] + 1 ] );
		foreach ( array_values( $rows ) as $n => $row ) {
			if ( $n === $params['limit'] ) {
				$this->setContinueEnumParameter( 'from', $row->gu_name );
				break;
			}
			$entry = [ 'id' => (int)$row->gu_id, 'name' => $row->gu_name ];
			if ( isset( $prop['lockinfo'] ) && $row->gu_locked ) {
				$entry['locked'] = '';
			}
			if ( isset( $prop['groups'] ) ) {
				$entry['groups'] = Accounts::groups( $row->gu_id );
				ApiResult::setIndexedTagName( $entry['groups'], 'group' );
			}
			$wikis = isset( $prop['existslocally'] )
				? array_column( Accounts::attached( $row->gu_name ), 'lu_wiki' ) : [];
			if ( in_array( WikiMap::getCurrentWikiId(), $wikis, true ) ) {
				$entry['existslocally'] = '';
			}
			$this->getResult()->addValue( $path, null, $entry );
		}
		$this->getResult()->addIndexedTagName( $path, 'globaluser' );
	}

	public function getAllowedParams() {
		return [
			'from' => [ ParamValidator::PARAM_TYPE => 'string' ],
			'prefix' => [ ParamValidator::PARAM_TYPE => 'string' ],
			'group' => [ ParamValidator::PARAM_TYPE => 'string', ParamValidator::PARAM_ISMULTI => true ],
			'prop' => [
				ParamValidator::PARAM_TYPE => [ 'lockinfo', 'groups', 'existslocally' ],
				ParamValidator::PARAM_ISMULTI => true,
			],
			'limit' => [
				ParamValidator::PARAM_TYPE => 'limit', ParamValidator::PARAM_DEFAULT => 10,
				IntegerDef::PARAM_MIN => 1, IntegerDef::PARAM_MAX => ApiBase::LIMIT_BIG1,
				IntegerDef::PARAM_MAX2 => ApiBase::LIMIT_BIG2,
			],
		];
	}
}
