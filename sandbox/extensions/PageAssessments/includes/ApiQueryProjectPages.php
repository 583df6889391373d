<?php

namespace Sandbox\PageAssessments;

use ApiBase;
use ApiPageSet;
use ApiQuery;
use ApiQueryGeneratorBase;
use ApiResult;
use Title;
use Wikimedia\ParamValidator\ParamValidator;
use Wikimedia\ParamValidator\TypeDef\IntegerDef;

/** `list=projectpages`: the pages of WikiProjects, by project and page id. */
class ApiQueryProjectPages extends ApiQueryGeneratorBase {

	public function __construct( ApiQuery $query, string $moduleName ) {
		parent::__construct( $query, $moduleName, 'wpp' );
	}

	public function execute() {
		$this->run();
	}

	public function executeGenerator( $resultPageSet ) {
		$this->run( $resultPageSet );
	}

	private function run( ?ApiPageSet $pageSet = null ): void {
		$params = $this->extractRequestParams();
		$this->addTables( [ 'page_assessments', 'page_assessments_projects', 'page' ] );
		$this->addJoinConds( [
			'page_assessments_projects' => [ 'JOIN', 'pap_project_id=pa_project_id' ],
			'page' => [ 'JOIN', 'page_id=pa_page_id' ],
		] );
		$this->addFields( [
			'pa_project_id', 'pa_class', 'pa_importance', 'pap_project_title',
			'page_id', 'page_namespace', 'page_title',
		] );
		$known = $this->getDB()->selectFieldValues( 'page_assessments_projects', 'pap_project_title',
			[ 'pap_project_title' => $params['projects'] ], __METHOD__ );
		foreach ( array_diff( $params['projects'], $known ) as $name ) {
			$this->addWarning( [ 'apiwarn-pageassessments-badproject', wfEscapeWikiText( $name ) ] );
		}
		$this->addWhereFld( 'pap_project_title', $params['projects'] );
		if ( isset( $params['continue'] ) ) {
			[ $project, $page ] = array_map( 'intval', explode( '|', $params['continue'] . '|' ) );
			$this->addWhere( "pa_project_id > $project OR (pa_project_id = $project AND pa_page_id >= $page)" );
		}
		$this->addOption( 'ORDER BY', [ 'pa_project_id', 'pa_page_id' ] );
		$this->addOption( 'LIMIT', $params['limit'] + 1 );

		if ( !$pageSet ) {
			$this->getResult()->addValue( 'query', 'projects', [ ApiResult::META_TYPE => 'assoc' ] );
		}
		$ids = [];
		foreach ( $this->select( __METHOD__ ) as $n => $row ) {
			$fits = $n < $params['limit'] && ( $pageSet || $this->add( $row, $params['assessments'] ) );
			if ( !$fits ) {
				$this->setContinueEnumParameter( 'continue', "$row->pa_project_id|$row->page_id" );
				break;
			}
			$ids[] = (int)$row->page_id;
		}
		if ( $pageSet ) {
			$pageSet->populateFromPageIDs( array_unique( $ids ) );
		}
	}

	private function add( \stdClass $row, bool $withAssessment ): bool {
		$path = [ 'query', 'projects', $row->pap_project_title ];
		$entry = [ 'pageid' => (int)$row->page_id ];
		self::addTitleInfo( $entry, Title::makeTitle( $row->page_namespace, $row->page_title ) );
		if ( $withAssessment ) {
			$entry['assessment'] = [ 'class' => $row->pa_class, 'importance' => $row->pa_importance ];
		}
		$fits = $this->getResult()->addValue( $path, null, $entry );
		$this->getResult()->addIndexedTagName( $path, 'p' );
		return $fits;
	}

	public function getAllowedParams() {
		return [
			'assessments' => false,
			'projects' => [
				ParamValidator::PARAM_TYPE => 'string', ParamValidator::PARAM_ISMULTI => true,
				ParamValidator::PARAM_REQUIRED => true,
			],
			'limit' => [
				ParamValidator::PARAM_TYPE => 'limit', ParamValidator::PARAM_DEFAULT => 10,
				IntegerDef::PARAM_MIN => 1, IntegerDef::PARAM_MAX => ApiBase::LIMIT_BIG1,
				IntegerDef::PARAM_MAX2 => ApiBase::LIMIT_BIG2,
			],
			'continue' => [ self::PARAM_HELP_MSG => 'api-help-param-continue' ],
		];
	}
}
