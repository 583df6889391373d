<?php
/**
 * Fills one wiki of the farm with its part of a world (JSON, see world.py), with MediaWiki's own classes.
 *
 * Works with the real CentralAuth, AntiSpoof and PageAssessments as with the stand-ins: their rows are written
 * by the tables' public names, and only to tables and columns that are there.
 */

use MediaWiki\Block\DatabaseBlock;
use MediaWiki\MediaWikiServices;
use MediaWiki\Permissions\UltimateAuthority;
use MediaWiki\Revision\MutableRevisionRecord;
use MediaWiki\Revision\RevisionRecord;
use MediaWiki\Revision\SlotRecord;
use MediaWiki\User\UserIdentity;
use MediaWiki\User\UserIdentityValue;
use Wikimedia\IPUtils;
use Wikimedia\Rdbms\IDatabase;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class LoadWorld extends Maintenance {

	private const GROUP_RIGHTS = [
		'global-bot' => [ 'bot', 'apihighlimits', 'noratelimit' ],
		'steward' => [ 'globalgroupmembership', 'centralauth-lock' ],
	];
	private const UNKNOWN_ACCOUNT_REGISTERED = '2010-01-01T00:00:00Z';

	private MediaWikiServices $services;
	private IDatabase $dbw;
	private string $wiki;
	private array $world;

	/** @var UserIdentity[] by name */
	private array $users = [];

	/** @var string[] hash by password */
	private array $hashes = [];

	public function __construct() {
		parent::__construct();
		$this->addDescription( 'Fill this wiki with its part of a world' );
		$this->addOption( 'world', 'File with the world as JSON', true, true );
	}

	public function execute() {
		$this->services = MediaWikiServices::getInstance();
		$this->wiki = WikiMap::getCurrentWikiId();
		$this->dbw = $this->database( $this->wiki );
		$this->world = json_decode( file_get_contents( $this->getOption( 'world' ) ), true, 512, JSON_THROW_ON_ERROR );

		$balancers = $this->services->getDBLoadBalancerFactory();
		$balancers->beginPrimaryChanges( __METHOD__ );
		$this->loadAccounts();
		$parsed = $this->loadPages();
		$this->loadLogs();
		$balancers->commitPrimaryChanges( __METHOD__ );
		DeferredUpdates::doUpdates();

		$this->loadFiles();
		$this->updateLinks( $parsed );
		// After the links: a parse would take these away again.
		$this->loadAssessments();
		$this->loadItems();
		$this->loadGlobalAccounts();
		$this->countSite();
	}

	// -- Accounts ------------------------------------------------------------------------------

	private function loadAccounts(): void {
		foreach ( $this->world['accounts'] ?? [] as $account ) {
			$local = $account['attached'][$this->wiki] ?? null;
			if ( $local ) {
				$this->createUser( $account['name'], $local['registered'], $local, $account['password'] ?? null );
			}
		}
		foreach ( $this->world['accounts'] ?? [] as $account ) {
			$block = $account['attached'][$this->wiki]['block'] ?? null;
			if ( $block ) {
				$this->block( $this->users[$account['name']], $block );
			}
		}
	}

	private function createUser( string $name, string $registered, array $local = [], ?string $password = null ): UserIdentity {
		$user = User::newFromName( $name );
		if ( !$user || $user->getName() !== $name ) {
			$this->fatalError( "«{$name}» is no account name on {$this->wiki}" );
		}
		if ( !$user->isRegistered() ) {
			$user = User::createNew( $name );
		}
		$time = $this->dbw->timestamp( $registered );
		$row = [
			'user_registration' => $time, 'user_touched' => $time, 'user_editcount' => $local['editcount'] ?? 0,
		];
		if ( $password !== null ) {
			$row['user_password'] = $this->hash( $password );
		}
		$this->dbw->update( 'user', $row, [ 'user_id' => $user->getId() ], __METHOD__ );
		foreach ( $local['groups'] ?? [] as $group ) {
			$this->dbw->insert( 'user_groups', [ 'ug_user' => $user->getId(), 'ug_group' => $group ], __METHOD__, [ 'IGNORE' ] );
		}
		$this->users[$name] = new UserIdentityValue( $user->getId(), $name );
		return $this->users[$name];
	}

	/** The author of something: an address stays one, an account that the world does not list is made. */
	private function user( string $name ): UserIdentity {
		$this->users[$name] ??= IPUtils::isIPAddress( $name )
			? new UserIdentityValue( 0, $name )
			: $this->createUser( $name, self::UNKNOWN_ACCOUNT_REGISTERED );
		return $this->users[$name];
	}

	private function hash( string $password ): string {
		$this->hashes[$password] ??= $this->services->getPasswordFactory()->newFromPlaintext( $password )->toString();
		return $this->hashes[$password];
	}

	private function block( UserIdentity $user, array $block ): void {
		$inserted = $this->services->getDatabaseBlockStore()->insertBlock( new DatabaseBlock( [
			'address' => $user, 'by' => $this->user( $block['by'] ), 'reason' => $block['reason'],
			'timestamp' => $this->dbw->timestamp( $block['at'] ), 'sitewide' => !$block['partial'],
			'expiry' => $block['expiry'] === 'infinity' ? 'infinity' : $this->dbw->timestamp( $block['expiry'] ),
		] ) );
		if ( !$inserted ) {
			$this->fatalError( "{$user->getName()} cannot be blocked on {$this->wiki}" );
		}
		$this->log( [
			'type' => 'block', 'action' => 'block', 'user' => $block['by'], 'time' => $block['at'],
			'title' => Title::makeTitle( NS_USER, $user->getName() )->getPrefixedText(), 'comment' => $block['reason'],
			'params' => [ '5::duration' => $block['expiry'], '6::flags' => '', 'sitewide' => !$block['partial'] ],
		] );
	}

	// -- Pages ---------------------------------------------------------------------------------

	/** @return WikiPage[] the pages whose links have to be worked out */
	private function loadPages(): array {
		$byTime = [];
		$pages = [];
		foreach ( $this->world['pages'] ?? [] as $page ) {
			if ( $page['wiki'] !== $this->wiki ) {
				continue;
			}
			$title = Title::newFromText( $page['title'] );
			if ( !$title || !$title->canExist() || $title->exists() ) {
				$this->fatalError( "«{$page['title']}» is no title for a new page on {$this->wiki}" );
			}
			$wikiPage = $this->services->getWikiPageFactory()->newFromTitle( $title );
			$wikiPage->insertOn( $this->dbw );
			$this->protect( $wikiPage, $page['protection'] ?? null );
			$pages[] = $wikiPage;
			foreach ( $page['revisions'] as $n => $revision ) {
				$byTime[] = [ $revision['time'], $n, $wikiPage, $page['model'] ?? null, $revision ];
			}
		}
		// Revision ids are to follow time over all pages, as on any wiki.
		usort( $byTime, static fn ( $a, $b ) => [ $a[0], $a[1] ] <=> [ $b[0], $b[1] ] );
		$last = [];
		foreach ( $byTime as [ , , $wikiPage, $model, $revision ] ) {
			$parent = $last[$wikiPage->getId()] ?? null;
			$last[$wikiPage->getId()] = $this->loadRevision( $wikiPage, $model, $revision, $parent );
		}
		foreach ( $pages as $wikiPage ) {
			$this->pointToLast( $wikiPage, $last[$wikiPage->getId()] );
		}
		return array_filter( $pages, static fn ( $wikiPage ) => self::mayHaveLinks( $last[$wikiPage->getId()] ) );
	}

	private function loadRevision( WikiPage $page, ?string $model, array $data, ?RevisionRecord $parent ): RevisionRecord {
		$revision = new MutableRevisionRecord( $page->getTitle() );
		$revision->setPageId( $page->getId() );
		$revision->setParentId( $parent ? $parent->getId() : 0 );
		$revision->setContent( SlotRecord::MAIN, ContentHandler::makeContent( $data['text'], $page->getTitle(), $model ) );
		$revision->setUser( $this->user( $data['user'] ) );
		$revision->setComment( CommentStoreComment::newUnsavedComment( $data['comment'] ?? '' ) );
		$revision->setTimestamp( wfTimestamp( TS_MW, $data['time'] ) );
		$revision->setMinorEdit( $data['minor'] ?? false );
		$revision->setVisibility( self::visibility( $data['deleted'] ?? [] ) );
		$saved = $this->services->getRevisionStore()->insertRevisionOn( $revision, $this->dbw );
		if ( $data['tags'] ?? [] ) {
			ChangeTags::addTags( $data['tags'], null, $saved->getId() );
		}
		return $saved;
	}

	/** @param string[] $hidden what of a revision is hidden */
	private static function visibility( array $hidden ): int {
		return array_sum( array_intersect_key( [
			'text' => RevisionRecord::DELETED_TEXT,
			'comment' => RevisionRecord::DELETED_COMMENT,
			'user' => RevisionRecord::DELETED_USER,
			'suppressed' => RevisionRecord::DELETED_RESTRICTED,
		], array_flip( $hidden ) ) );
	}

	private function pointToLast( WikiPage $page, RevisionRecord $last ): void {
		// 0 says «this revision makes the page», null «do not ask which was the last».
		if ( !$page->updateRevisionOn( $this->dbw, $last, $last->getParentId() ? null : 0 ) ) {
			$this->fatalError( "«{$page->getTitle()}» on {$this->wiki} did not take its last revision" );
		}
	}

	private function protect( WikiPage $page, ?string $level ): void {
		foreach ( $level === null ? [] : [ 'edit', 'move' ] as $action ) {
			$this->dbw->insert( 'page_restrictions', [
				'pr_page' => $page->getId(), 'pr_type' => $action, 'pr_level' => $level, 'pr_cascade' => 0,
				'pr_expiry' => 'infinity',
			], __METHOD__ );
		}
	}

	private static function mayHaveLinks( RevisionRecord $revision ): bool {
		$content = $revision->getContent( SlotRecord::MAIN, RevisionRecord::RAW );
		return $content->getModel() !== CONTENT_MODEL_WIKITEXT
			|| preg_match( '~\[\[|\{\{|://~', $content->getText() );
	}

	/** @param WikiPage[] $pages */
	private function updateLinks( array $pages ): void {
		foreach ( $pages as $page ) {
			$page->doSecondaryDataUpdates( [ 'recursive' => false, 'defer' => false ] );
		}
		DeferredUpdates::doUpdates();
	}

	// -- Logs ----------------------------------------------------------------------------------

	/** Pictures that lie in the folder of the repository, as if somebody had uploaded them; their pages are there. */
	private function loadFiles(): void {
		foreach ( $this->world['files'] ?? [] as $file ) {
			if ( $file['wiki'] !== $this->wiki ) {
				continue;
			}
			$by = new UltimateAuthority( $this->user( $file['user'] ) );
			$local = $this->services->getRepoGroup()->getLocalRepo()->newFile( $file['name'] );
			$done = $local ? $local->recordUpload3( '', 'New file', '', $by, false, false, [], false ) : null;
			if ( !$done || !$done->isOK() ) {
				$this->fatalError( "«{$file['name']}» is no file that lies beside the settings" );
			}
		}
	}

	private function loadLogs(): void {
		foreach ( $this->world['logs'] ?? [] as $log ) {
			if ( $log['wiki'] === $this->wiki ) {
				$this->log( $log );
			}
		}
		// Global renames are logged on Meta.
		foreach ( $this->wiki === 'metawiki' ? $this->world['renames'] ?? [] : [] as $rename ) {
			$this->log( [
				'type' => 'gblrename', 'action' => 'rename', 'user' => $rename['by'], 'time' => $rename['time'],
				'title' => 'Special:CentralAuth/' . $rename['new'], 'comment' => '',
				'params' => [ '4::olduser' => $rename['old'], '5::newuser' => $rename['new'] ],
			] );
		}
	}

	private function log( array $log ): void {
		$entry = new ManualLogEntry( $log['type'], $log['action'] );
		$entry->setPerformer( $this->user( $log['user'] ) );
		$entry->setTarget( Title::newFromText( $log['title'] ) );
		$entry->setTimestamp( wfTimestamp( TS_MW, $log['time'] ) );
		$entry->setComment( $log['comment'] ?? '' );
		$entry->setParameters( $log['params'] ?? [] );
		$entry->insert( $this->dbw );
	}

	// -- What extensions keep ------------------------------------------------------------------

	private function loadAssessments(): void {
		foreach ( $this->world['assessments'] ?? [] as $assessment ) {
			if ( $assessment['wiki'] !== $this->wiki ) {
				continue;
			}
			$project = [ 'pap_project_title' => $assessment['project'] ];
			$this->insert( $this->dbw, 'page_assessments_projects', $project );
			$page = Title::newFromText( $assessment['page'] );
			if ( !$page || !$page->exists() ) {
				$this->fatalError( "«{$assessment['page']}» is assessed but not on {$this->wiki}" );
			}
			$this->insert( $this->dbw, 'page_assessments', [
				'pa_page_id' => $page->getArticleID(),
				'pa_project_id' => $this->dbw->selectField( 'page_assessments_projects', 'pap_project_id', $project, __METHOD__ ),
				'pa_class' => $assessment['class'], 'pa_importance' => $assessment['importance'],
				'pa_page_revision' => $page->getLatestRevID(),
			] );
		}
	}

	private function loadItems(): void {
		foreach ( $this->world['items'] ?? [] as $item ) {
			foreach ( $this->wiki === 'wikidatawiki' ? $item['sitelinks'] : [] as $site => $title ) {
				$this->insert( $this->dbw, 'wb_items_per_site', [
					'ips_item_id' => (int)substr( $item['id'], 1 ), 'ips_site_id' => $site, 'ips_site_page' => $title,
				] );
			}
			$page = Title::newFromText( $item['sitelinks'][$this->wiki] ?? '' );
			if ( $page && $page->exists() ) {
				$this->dbw->replace( 'page_props', [ [ 'pp_page', 'pp_propname' ] ], [
					'pp_page' => $page->getArticleID(), 'pp_propname' => 'wikibase_item', 'pp_value' => $item['id'],
				], __METHOD__ );
			}
		}
	}

	private function loadGlobalAccounts(): void {
		if ( !ExtensionRegistry::getInstance()->isLoaded( 'CentralAuth' ) ) {
			return;
		}
		$central = $this->database( $GLOBALS['wgCentralAuthDatabase'] );
		$central->begin( __METHOD__ );
		foreach ( $this->world['accounts'] ?? [] as $account ) {
			if ( $this->wiki === 'metawiki' ) {
				$this->loadGlobalAccount( $central, $account );
			}
			$local = $account['attached'][$this->wiki] ?? null;
			if ( $local ) {
				$this->insert( $central, 'localuser', [
					'lu_wiki' => $this->wiki, 'lu_name' => $account['name'],
					'lu_attached_timestamp' => $central->timestamp( $local['registered'] ),
					'lu_attached_method' => $account['home'] === $this->wiki ? 'new' : 'login',
					'lu_local_id' => $this->users[$account['name']]->getId(), 'lu_global_id' => $account['id'],
				] );
				$this->insert( $central, 'localnames', [ 'ln_wiki' => $this->wiki, 'ln_name' => $account['name'] ] );
			}
		}
		foreach ( $this->wiki === 'metawiki' ? $this->world['events'] ?? [] : [] as $event ) {
			$this->insert( $central, 'campaign_events', [
				'event_id' => $event['id'], 'event_data' => json_encode( $event, JSON_UNESCAPED_UNICODE ),
			] );
		}
		$central->commit( __METHOD__ );
	}

	private function loadGlobalAccount( IDatabase $central, array $account ): void {
		$registered = min( array_column( $account['attached'], 'registered' ) );
		$this->insert( $central, 'globaluser', [
			'gu_id' => $account['id'], 'gu_name' => $account['name'], 'gu_home_db' => $account['home'],
			'gu_registration' => $central->timestamp( $registered ), 'gu_email' => '', 'gu_salt' => '',
			'gu_password' => isset( $account['password'] ) ? $this->hash( $account['password'] ) : '',
			'gu_auth_token' => md5( $account['name'] ), 'gu_cas_token' => 1, 'gu_hidden' => '',
			'gu_locked' => (int)$account['locked'], 'gu_hidden_level' => (int)$account['hidden'],
		] );
		$this->insert( $central, 'globalnames', [ 'gn_name' => $account['name'] ] );
		// Counts are begun when somebody first asks for them: one account in ten has none yet.
		if ( $account['id'] % 10 ) {
			$this->insert( $central, 'global_edit_count', [
				'gec_user' => $account['id'], 'gec_count' => array_sum( array_column( $account['attached'], 'editcount' ) ),
			] );
		}
		foreach ( $account['global_groups'] as $group ) {
			$this->insert( $central, 'global_user_groups', [ 'gug_user' => $account['id'], 'gug_group' => $group ] );
			foreach ( self::GROUP_RIGHTS[$group] ?? [ 'read' ] as $right ) {
				$this->insert( $central, 'global_group_permissions', [ 'ggp_group' => $group, 'ggp_permission' => $right ] );
			}
		}
		$this->insert( $central, 'spoofuser', [
			'su_name' => $account['name'], 'su_normalized' => 'v2:' . mb_strtoupper( $account['name'] ), 'su_legal' => 1,
		] );
	}

	// -- Database ------------------------------------------------------------------------------

	private function database( string $name ): IDatabase {
		return $this->services->getDBLoadBalancerFactory()->getMainLB( $name )->getConnection( DB_PRIMARY, [], $name );
	}

	/** Adds a row unless it is there, leaving out columns that this version of the table lacks. */
	private function insert( IDatabase $db, string $table, array $row ): void {
		static $tables = [];
		$tables[$table] ??= $db->tableExists( $table, __METHOD__ );
		if ( !$tables[$table] ) {
			return;
		}
		static $columns = [];
		foreach ( array_keys( $row ) as $column ) {
			$columns[$column] ??= $db->fieldExists( $table, $column, __METHOD__ );
		}
		$db->insert( $table, array_intersect_key( $row, array_filter( $columns ) ), __METHOD__, [ 'IGNORE' ] );
	}

	private function countSite(): void {
		$count = fn ( string $table ) => (int)$this->dbw->selectField( $table, 'COUNT(*)', [], __METHOD__ );
		$this->dbw->update( 'site_stats', [
			'ss_total_edits' => $count( 'revision' ), 'ss_total_pages' => $count( 'page' ), 'ss_users' => $count( 'user' ),
		], IDatabase::ALL_ROWS, __METHOD__ );
	}
}

$maintClass = LoadWorld::class;
require_once RUN_MAINTENANCE_IF_MAIN;
