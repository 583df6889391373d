<?php
/**
 * Router of PHP's built-in web server, which is reached as an HTTP proxy: requests come in absolute
 * form (`GET http://en.wikipedia.test/wiki/X`), so that one port serves every host of the farm.
 */
( static function () {
	$uri = $_SERVER['REQUEST_URI'];
	$host = $_SERVER['HTTP_HOST'] ?? '';
	if ( preg_match( '!^http://([^/?#]*)(.*)$!si', $uri, $match ) ) {
		$host = $match[1];
		$uri = $match[2] === '' || $match[2][0] !== '/' ? '/' . $match[2] : $match[2];
	}
	$host = strtolower( preg_replace( '/:80$/', '', $host ) );
	$state = getenv( 'SANDBOX_STATE' );
	$hosts = json_decode( file_get_contents( "$state/hosts.json" ), true );
	if ( !isset( $hosts[$host] ) ) {
		http_response_code( 404 );
		header( 'Content-Type: text/plain; charset=utf-8' );
		echo "The sandbox has no wiki at the host $host\n";
		$GLOBALS['sandboxScript'] = false;
		return;
	}
	$root = getenv( 'MEDIAWIKI_DIR' );
	$path = rawurldecode( explode( '?', $uri, 2 )[0] );
	$_SERVER['SANDBOX_DBNAME'] = $hosts[$host];
	$_SERVER['REQUEST_URI'] = $uri;
	$_SERVER['HTTP_HOST'] = $_SERVER['SERVER_NAME'] = $host;
	$_SERVER['SERVER_PORT'] = '80';
	unset( $_SERVER['PATH_INFO'], $_SERVER['HTTP_PROXY_CONNECTION'] );

	if ( $path === '/' ) {
		header( 'Location: /wiki/', true, 302 );
		$GLOBALS['sandboxScript'] = false;
		return;
	}
	if ( preg_match( '!^/wiki(/|$)!', $path ) ) {
		$script = 'index.php';
	} elseif ( preg_match( '!^/w/((?:index|api|load|rest|thumb|opensearch_desc)\.php)(/.*)?$!s', $path, $match ) ) {
		$script = $match[1];
		if ( ( $match[2] ?? '' ) !== '' ) {
			$_SERVER['PATH_INFO'] = $match[2];
		}
	} else {
		$GLOBALS['sandboxScript'] = false;
		$types = [ 'css' => 'text/css', 'js' => 'text/javascript', 'svg' => 'image/svg+xml',
			'png' => 'image/png', 'gif' => 'image/gif', 'jpg' => 'image/jpeg', 'ico' => 'image/x-icon',
			'woff' => 'font/woff', 'woff2' => 'font/woff2', 'ttf' => 'font/ttf' ];
		$type = $types[strtolower( pathinfo( $path, PATHINFO_EXTENSION ) )] ?? null;
		$file = str_starts_with( $path, '/w/images/' ) ? __DIR__ . '/files' . substr( $path, 9 ) : $root . substr( $path, 2 );
		if ( $type === null || !preg_match( '!^/w/(resources|skins|extensions|images)/!', $path )
			|| str_contains( $path, '..' ) || !is_file( $file )
		) {
			http_response_code( 404 );
			header( 'Content-Type: text/plain; charset=utf-8' );
			echo "Not found on $host: $path\n";
			return;
		}
		header( "Content-Type: $type" );
		header( 'Cache-Control: max-age=3600' );
		readfile( $file );
		return;
	}
	$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "/w/$script";
	$_SERVER['SCRIPT_FILENAME'] = "$root/$script";
	chdir( $root );
	$GLOBALS['sandboxScript'] = "$root/$script";
} )();

if ( $sandboxScript ) {
	// In the global scope, as MediaWiki expects of its entry points.
	require $sandboxScript;
}
return true;
