<?php

namespace Sandbox\MassMessage;

use ApiMain;
use DerivativeContext;
use DerivativeRequest;
use MediaWiki\MediaWikiServices;
use RequestContext;
use Title;
use User;

/** Edits as the delivery account, through the action API as any client would. */
class Poster {

	/** The account that posts: a system user in the bot group; an existing account of that name is taken over. */
	public static function account(): User {
		$name = Farm::config( 'MassMessageAccountUsername' );
		$user = User::newFromName( $name );
		if ( !$user->isRegistered() || !$user->isSystemUser() ) {
			$user = User::newSystemUser( $name, [ 'steal' => true ] );
			MediaWikiServices::getInstance()->getUserGroupManager()->addUserToGroup( $user, 'bot' );
		}
		return $user;
	}

	/** @return array the reply's `edit` part; refusals are thrown as ApiUsageException */
	public function addSection( Title $page, string $heading, string $text ): array {
		$account = self::account();
		$context = new DerivativeContext( RequestContext::getMain() );
		$context->setUser( $account );
		$context->setTitle( $page );
		$params = [
			'action' => 'edit', 'title' => $page->getPrefixedText(), 'section' => 'new', 'summary' => $heading,
			'text' => $text, 'notminor' => '1',
		];
		if ( $page->inNamespace( NS_USER_TALK ) ) {
			$params['bot'] = '1';
		}
		$request = new DerivativeRequest( $context->getRequest(), $params, true );
		$request->setVal( 'token', $account->getEditToken( '', $request ) );
		$context->setRequest( $request );
		$main = new ApiMain( $context, true );
		$main->execute();
		return $main->getResult()->getResultData( [ 'edit' ], [ 'Strip' => 'all' ] );
	}
}
