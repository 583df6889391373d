<?php

namespace Sandbox\CentralAuth;

use ApiQuery;
use ApiQueryBase;
use ApiResult;
use Wikimedia\ParamValidator\ParamValidator;

/** `list=globalgroups`: the global groups and their rights. */
class ApiQueryGlobalGroups extends ApiQueryBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'ggp' );
	}

	public function execute() {
		$withRights = in_array( 'rights', $this->extractRequestParams()['prop'] ?? [], true );
		$groups = [];
		foreach ( Accounts::db()->select( 'global_group_permissions', '*', [], __METHOD__ ) as $row ) {
			$groups[$row->ggp_group][] = $row->ggp_permission;
		}
		ksort( $groups );
		$path = [ 'query', $this->getModuleName() ];
		foreach ( $groups as $name => $rights ) {
			ApiResult::setIndexedTagName( $rights, 'r' );
			$this->getResult()->addValue( $path, null,
				[ 'name' => $name ] + ( $withRights ? [ 'rights' => $rights ] : [] ) );
		}
		$this->getResult()->addIndexedTagName( $path, 'group' );
	}

	public function getAllowedParams() {
		return [ 'prop' => [ ParamValidator::PARAM_TYPE => [ 'rights' ], ParamValidator::PARAM_ISMULTI => true ] ];
	}
}
