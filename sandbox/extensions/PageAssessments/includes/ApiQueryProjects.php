<?php

namespace Sandbox\PageAssessments;

use ApiQuery;
use ApiQueryBase;

/** `list=projects`: the names of the WikiProjects. */
class ApiQueryProjects extends ApiQueryBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'pj' );
	}

	public function execute() {
		$this->addTables( 'page_assessments_projects' );
		$this->addFields( 'pap_project_title' );
		if ( !$this->extractRequestParams()['subprojects'] ) {
			$this->addWhere( [ 'pap_parent_id' => null ] );
		}
		$this->addOption( 'ORDER BY', 'pap_project_title' );
		$path = [ 'query', $this->getModuleName() ];
		foreach ( $this->select( __METHOD__ ) as $row ) {
			$this->getResult()->addValue( $path, null, $row->pap_project_title );
		}
		$this->getResult()->addIndexedTagName( $path, 'project' );
	}

	public function getAllowedParams() {
		return [ 'subprojects' => false ];
	}
}
