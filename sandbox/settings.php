<?php
/**
 * Settings of every wiki of the farm. The wiki is picked by Host on the web and by --wiki on the
 * command line; what differs from one sandbox to another is read from config.json in its folder.
 */
if ( !defined( 'MEDIAWIKI' ) ) {
	exit( 1 );
}

$sandboxState = getenv( 'SANDBOX_STATE' );
$sandbox = json_decode( file_get_contents( "$sandboxState/config.json" ), true );
$sandboxWikis = $sandbox['wikis'];

// --- Which wiki -------------------------------------------------------------------------------
if ( defined( 'MW_DB' ) ) {
	$wgDBname = MW_DB;
} elseif ( isset( $_SERVER['SANDBOX_DBNAME'] ) ) {
	$wgDBname = $_SERVER['SANDBOX_DBNAME'];
} else {
	$wgDBname = getenv( 'SANDBOX_WIKI' ) ?: 'metawiki';
}
if ( !isset( $sandboxWikis[$wgDBname] ) ) {
	fwrite( STDERR, "No wiki of the sandbox is called $wgDBname\n" );
	exit( 1 );
}
$sandboxWiki = $sandboxWikis[$wgDBname];

// --- The farm, as WikiMap and the extensions see it --------------------------------------------
$wgLocalDatabases = array_keys( $sandboxWikis );
$wgConf->wikis = $wgLocalDatabases;
$wgConf->suffixes = [ 'wiki' ];
$wgConf->settings = [
	'wgServer' => array_map( static fn ( $wiki ) => 'http://' . $wiki['host'], $sandboxWikis ),
	'wgCanonicalServer' => array_map( static fn ( $wiki ) => 'http://' . $wiki['host'], $sandboxWikis ),
	'wgArticlePath' => [ 'default' => '/wiki/$1' ],
	'wgScriptPath' => [ 'default' => '/w' ],
	'wgSitename' => array_column( $sandboxWikis, 'sitename', 'dbname' ),
	'wgLanguageCode' => array_column( $sandboxWikis, 'lang', 'dbname' ),
];
$wgConf->siteParamsCallback = static function ( $conf, $wiki ) use ( $sandboxWikis ) {
	$row = $sandboxWikis[$wiki] ?? null;
	return [
		'suffix' => 'wiki',
		'lang' => $row['lang'] ?? 'en',
		'params' => [],
		'tags' => [],
	];
};

// --- This wiki ---------------------------------------------------------------------------------
$wgServer = $wgCanonicalServer = 'http://' . $sandboxWiki['host'];
$wgScriptPath = '/w';
$wgArticlePath = '/wiki/$1';
$wgUsePathInfo = true;
$wgSitename = $sandboxWiki['sitename'];
$wgMetaNamespace = str_replace( ' ', '_', $sandboxWiki['project_namespace'] );
$wgLanguageCode = $sandboxWiki['lang'];
$wgLocaltimezone = 'UTC';
$wgLocalInterwikis = [ $sandboxWiki['code'] ];
if ( $sandboxWiki['project'] === 'wikipedia' ) {
	$wgNamespaceAliases['Wikipedia'] = NS_PROJECT;
	$wgNamespaceAliases['Wikipedia_talk'] = NS_PROJECT_TALK;
}
$wgDefaultSkin = 'vector';
wfLoadSkin( 'Vector' );
if ( is_file( "$IP/skins/MinervaNeue/skin.json" ) ) {
	wfLoadSkin( 'MinervaNeue' );
}
// Dark pages for readers, on MediaWiki 1.43 (https://www.mediawiki.org/wiki/Manual:$wgVectorNightMode).
$wgVectorNightMode = [ 'beta' => true, 'logged_out' => true, 'logged_in' => true ];
$wgMinervaNightMode = [ 'base' => true, 'beta' => true, 'loggedin' => true, 'amc' => true ];
$wgLogos = [ '1x' => "$wgScriptPath/resources/assets/mediawiki.png" ];
$wgSecretKey = hash( 'sha256', 'sandbox' );
$wgAuthenticationTokenVersion = '1';
// E-mail as on Wikimedia's wikis (mediawiki-config, InitialiseSettings.php): confirmed addresses only, answers go to
// the sender. What PHP sends is caught by sandbox/mailcatcher; nothing leaves the machine.
$wgEnableEmail = $wgEnableUserEmail = $wgEmailAuthentication = $wgUserEmailUseReplyTo = true;
$wgEnotifUserTalk = $wgEnotifWatchlist = false;
$wgPasswordSender = 'wiki@meta.wikimedia.test';
$wgEnableUploads = false;
// The files of Meta are those beside this one: a picture of the world.
$wgLocalFileRepo = [
	'class' => LocalRepo::class, 'name' => 'local', 'backend' => 'local-backend', 'hashLevels' => 0,
	'directory' => __DIR__ . '/files', 'url' => "$wgScriptPath/images", 'deletedDir' => "$sandboxState/images/deleted",
];
$wgPingback = false;
$wgShellLocale = 'C.UTF-8';
$wgUseDatabaseMessages = true;
$wgCapitalLinks = true;
// First letters as MediaWiki 1.40 and later write them, in title case where that is one letter (T292552): Georgian
// ones and those without a capital stay, and digraphs get one large letter.
$kept = 'ßŉǰΐΰևẖẗẘẙẚὐὒὔὖᾲᾴᾶᾷῂῄῆῇῒΐῖῗῢΰῤῦῧῲῴῶῷﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ' . implode( '', array_map( 'mb_chr', range( 0x10D0, 0x10FF ) ) );
$wgOverrideUcfirstCharacters = array_combine( mb_str_split( $kept ), mb_str_split( $kept ) );
foreach ( [ 'ǅ' => 'Ǆǅǆ', 'ǈ' => 'Ǉǈǉ', 'ǋ' => 'Ǌǋǌ', 'ǲ' => 'Ǳǲǳ' ] as $title => $forms ) {
	foreach ( mb_str_split( $forms ) as $form ) {
		$wgOverrideUcfirstCharacters[$form] = $title;
	}
}
// Temporary accounts are known by their names (https://www.mediawiki.org/wiki/Help:Temporary_accounts).
$wgAutoCreateTempUser = [ 'known' => true, 'enabled' => false, 'matchPattern' => '~2$1' ] + $wgAutoCreateTempUser;
// As on Wikimedia's wikis (mediawiki-config, wgExtraSignatureNamespaces): people sign there, too.
$wgExtraSignatureNamespaces = [ NS_PROJECT, NS_HELP ];
$wgNamespacesWithSubpages[NS_MAIN] = true;

// --- Database and caches -----------------------------------------------------------------------
$wgDBtype = 'sqlite';
$wgDBserver = '';
$wgDBuser = '';
$wgDBpassword = '';
$wgSQLiteDataDir = "$sandboxState/data";
if ( ( $_POST['action'] ?? $_GET['action'] ?? '' ) === 'query' ) {
	// Pywikibot POSTs long queries, and MediaWiki opens every wiki that a POST touches for writing
	// (T93097): two such queries about accounts of many wikis would wait for each other's locks.
	$wgDBservers = [ [
		'type' => $wgDBtype, 'host' => '', 'user' => '', 'password' => '', 'dbname' => $wgDBname,
		'load' => 1, 'trxMode' => 'DEFERRED',
	] ];
}
$wgObjectCaches[CACHE_DB] = [
	'class' => SqlBagOStuff::class,
	'loggroup' => 'SQLBagOStuff',
	'server' => [
		'type' => 'sqlite',
		'dbname' => 'wikicache',
		'tablePrefix' => '',
		'variables' => [ 'synchronous' => 'OFF' ],
		'dbDirectory' => "$sandboxState/cache",
		'trxMode' => 'IMMEDIATE',
		'flags' => 0,
	],
];
$wgObjectCaches['db-replicated'] = [
	'factory' => 'Wikimedia\ObjectFactory\ObjectFactory::getObjectFromSpec',
	'args' => [ [ 'factory' => 'ObjectCache::getInstance', 'args' => [ CACHE_DB ] ] ],
];
// Nothing but sessions outlives a request: the server's workers, job runners and the world loader
// are separate processes, and a restored snapshot must be seen at once.
$wgMainCacheType = CACHE_NONE;
$wgMessageCacheType = CACHE_NONE;
$wgParserCacheType = CACHE_NONE;
$wgLanguageConverterCacheType = CACHE_NONE;
$wgUseLocalMessageCache = false;
$wgSessionCacheType = CACHE_DB;
$wgResourceLoaderUseObjectCacheForDeps = true;
$wgEnableSidebarCache = false;
$wgLocalisationCacheConf['store'] = 'array';
$wgLocalisationCacheConf['storeDirectory'] = $sandbox['l10n'];
$wgCacheDirectory = "$sandboxState/cache";
$wgFileCacheDirectory = "$sandboxState/cache/html";
$wgUploadDirectory = "$sandboxState/images";
$wgDBerrorLog = "$sandboxState/db-errors.log";
$wgShowExceptionDetails = true;

// --- Requests, jobs, limits --------------------------------------------------------------------
$sandboxProxy = getenv( 'SANDBOX_PROXY' ) ?: false;
$wgHTTPProxy = $sandboxProxy;
$wgJobRunRate = 0;
$wgJobTypeConf['default'] = [ 'class' => 'JobQueueDB', 'order' => 'fifo', 'claimTTL' => 3600 ];
// 20 letters a day by account, 5 for newcomers (mediawiki-config, wgRateLimits); the key was emailuser in 1.39.
$wgRateLimits = array_fill_keys( [ 'emailuser', 'sendemail' ], [ 'user' => [ 20, 86400 ], 'newbie' => [ 5, 86400 ] ] );
// Without a cache MediaWiki counts nothing, so what an account has sent is counted in the folder of mails.
$wgHooks['PingLimiter'][] = static function ( $user, $action, &$result, $by = 1 ) use ( $sandboxState, $wgRateLimits ) {
	if ( !isset( $wgRateLimits[$action] ) || $user->isAllowed( 'noratelimit' ) ) {
		return true;
	}
	$count = "$sandboxState/mail/count-" . $user->getId();
	$sent = is_file( $count ) ? filesize( $count ) : 0;
	$result = $sent >= $wgRateLimits[$action][$user->isNewbie() ? 'newbie' : 'user'][0];
	if ( !$result && $by ) {
		@mkdir( dirname( $count ) );
		file_put_contents( $count, str_repeat( '.', $by ), FILE_APPEND );
	}
	return false;
};
if ( is_file( "$sandboxState/busy-$wgDBname" ) ) {
	// https://www.mediawiki.org/wiki/Manual:Hooks/PingLimiter: as if everybody had edited too much.
	$wgHooks['PingLimiter'][] = static function ( $user, $action, &$result ) {
		$result = $action === 'edit';
		return !$result;
	};
}
if ( is_file( "$sandboxState/blocks-$wgDBname" ) ) {
	// Links are blocked, by this wiki's own list alone (https://www.mediawiki.org/wiki/Extension:SpamBlacklist).
	$wgBlacklistSettings = [ 'spam' => [ 'files' => [] ] ];
	$wgLocalisationCacheConf['storeDirectory'] = "$sandboxState/cache";
	wfLoadExtension( 'SpamBlacklist' );
}
// Several blocks of one account at a time ($wgEnableMultiBlocks, MediaWiki 1.43 and later): older ones cannot
// keep them. Whose block says that there is another one is shown with both, as ApiBlockInfoHelper shows them.
$wgHooks['APIQueryAfterExecute'][] = static function ( $module ) {
	if ( $module->getModuleName() !== 'users' ) {
		return;
	}
	$result = $module->getResult();
	foreach ( $result->getResultData( [ 'query', 'users' ] ) ?? [] as $sandboxAt => $sandboxUser ) {
		if ( is_int( $sandboxAt ) && str_ends_with( $sandboxUser['blockreason'] ?? '', '(and another block)' ) ) {
			$keys = [ 'blockid' => 1, 'blockedby' => 1, 'blockedbyid' => 1, 'blockreason' => 1, 'blockedtimestamp' => 1,
				'blockexpiry' => 1, 'blockpartial' => 1, 'blocknocreate' => 1, 'blockanononly' => 1 ];
			$first = array_intersect_key( $sandboxUser, $keys );
			$second = [ 'blockid' => $first['blockid'] + 100000, 'blockpartial' => true ] + $first;
			$parts = [ $second, $first ];
			ApiResult::setIndexedTagName( $parts, 'component' );
			$both = [ 'blockid' => null, 'blockedby' => '', 'blockedbyid' => 0, 'blockcomponents' => $parts ];
			$result->addValue( [ 'query', 'users' ], $sandboxAt, $both + $sandboxUser, ApiResult::OVERRIDE );
		}
	}
};
// System users, which accounts become when their owners vanish: MediaWiki 1.46 says of them that they are
// (core ApiQueryUsers), older ones do not.
$wgHooks['APIQueryAfterExecute'][] = static function ( $module ) {
	$users = $module->getModuleName() === 'users' ? $module->getResult()->getResultData( [ 'query', 'users' ] ) ?? [] : [];
	$names = array_column( array_filter( $users, 'is_array' ), 'name' );
	if ( $names ) {
		$gone = MediaWiki\MediaWikiServices::getInstance()->getDBLoadBalancer()->getConnection( DB_REPLICA )
			->newSelectQueryBuilder()->select( 'user_name' )->from( 'user' )
			->where( [ 'user_name' => $names, 'user_token' => User::INVALID_TOKEN ] )
			->caller( 'sandbox' )->fetchFieldValues();
		foreach ( $users as $sandboxAt => $sandboxUser ) {
			if ( is_int( $sandboxAt ) && in_array( $sandboxUser['name'], $gone, true ) ) {
				$module->getResult()->addValue(
					[ 'query', 'users' ], $sandboxAt, [ 'systemuser' => true ] + $sandboxUser, ApiResult::OVERRIDE
				);
			}
		}
	}
};
$wgPasswordAttemptThrottle = [];
$wgAccountCreationThrottle = [];
$wgMaxArticleSize = 2048;
$wgMiserMode = false;
$wgEnableBotPasswords = true;
$wgBotPasswordsDatabase = 'metawiki';
$wgPasswordPolicy['policies'] = [ 'default' => [ 'MinimalPasswordLength' => [ 'value' => 1 ] ] ];
// Cheap hashes: every login of a test would otherwise cost more than the edit that it is for.
$wgPasswordConfig['pbkdf2']['cost'] = '10';
$wgGroupPermissions['massmessage-sender'] = [];
$wgGroupPermissions['bot']['apihighlimits'] = true;
$wgGroupPermissions['sysop']['editcontentmodel'] = true;
$wgGroupPermissions['sysop']['deleterevision'] = true;
$wgGroupPermissions['sysop']['deletelogentry'] = true;
$wgGroupPermissions['suppress']['suppressrevision'] = true;
$wgGroupPermissions['suppress']['hideuser'] = true;
$wgGroupPermissions['suppress']['viewsuppressed'] = true;

if ( $sandboxWiki['closed'] ) {
	// Everybody is in the group "*": a closed wiki can be read, and nobody edits it.
	$wgRevokePermissions['*'] = [ 'edit' => true, 'createpage' => true, 'createtalk' => true ];
}

// --- Extensions: the real ones where SANDBOX_EXTENSIONS has them, else our stand-ins -----------
$sandboxExtensions = $sandbox['extensions'];
$wgCentralAuthDatabase = 'centralauth';
$wgSiteMatrixFile = "$sandboxState/langlist";
$wgSiteMatrixClosedSites = "$sandboxState/closed.dblist";
$wgSiteMatrixPrivateSites = "$sandboxState/private.dblist";
$wgSiteMatrixFishbowlSites = "$sandboxState/fishbowl.dblist";
$wgSiteMatrixElsewhere = $sandbox['elsewhere'];
$wgSiteMatrixSites = [
	'wiki' => [ 'name' => 'Wikipedia', 'host' => 'www.wikipedia.test', 'prefix' => 'w' ],
];
// Every Wikimedia wiki has {{#if:}}; MediaWiki's tarball and Debian's package bring it along.
if ( is_file( "$IP/extensions/ParserFunctions/extension.json" ) ) {
	wfLoadExtension( 'ParserFunctions' );
}
// So have they buttons that start a page, and templates that say how they are filled in.
foreach ( [ 'InputBox', 'TemplateData' ] as $sandboxName ) {
	if ( is_file( "$IP/extensions/$sandboxName/extension.json" ) ) {
		wfLoadExtension( $sandboxName );
	}
}
// VisualEditor for a browser that asks for it by a cookie, and Parsoid for VisualEditor, which asks for that by
// HTTP: no other request has to pay for them.
if ( $wgDBname === 'metawiki' && is_file( "$IP/extensions/VisualEditor/extension.json" )
	&& ( isset( $_COOKIE['sandboxVisualEditor'] ) || str_contains( $_SERVER['REQUEST_URI'] ?? '', '/rest.php/' ) )
) {
	wfLoadExtension( 'Parsoid', "$IP/vendor/wikimedia/parsoid/extension.json" );
	wfLoadExtension( 'VisualEditor' );
	$wgLocalisationCacheConf['storeDirectory'] = "$sandboxState/cache/visualeditor";
}
foreach ( $sandboxExtensions as $sandboxName => $sandboxPath ) {
	// As on Wikimedia's wikis: nine of them have it (mediawiki-config, wmgUsePageAssessments).
	if ( $sandboxName === 'PageAssessments'
		&& !in_array( $wgDBname, [ 'enwiki', 'trwiki', 'arwiki', 'frwiki', 'huwiki', 'zhwiki' ], true )
	) {
		continue;
	}
	// On all wikis of Wikimedia; here on one, for the real one brings VisualEditor and Parsoid along.
	if ( in_array( $sandboxName, [ 'DiscussionTools', 'Echo', 'Linter' ], true ) && $wgDBname !== 'thwiki' ) {
		continue;
	}
	if ( $sandboxName === 'Linter' ) {
		wfLoadExtension( 'Parsoid', "$IP/vendor/wikimedia/parsoid/extension.json" );
		wfLoadExtension( 'VisualEditor' );
	}
	wfLoadExtension( $sandboxName, "$sandboxPath/extension.json" );
}
if ( isset( $sandboxExtensions['MassMessage'] ) ) {
	$wgGroupPermissions['massmessage-sender']['massmessage'] = true;
	$wgAllowGlobalMessaging = $wgDBname === 'metawiki';
	$wgNamespacesToPostIn = $wgDBname === 'metawiki' ? [ NS_PROJECT, NS_MAIN ] : [ NS_PROJECT ];
}
if ( isset( $sandboxExtensions['CentralAuth'] ) ) {
	$wgCentralAuthAutoCreateWikis = [];
	$wgCentralAuthCookies = false;
	// Accounts that a test makes with maintenance scripts are local only and may log in too.
	$wgCentralAuthStrict = false;
}
