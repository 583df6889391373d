<?php

namespace Sandbox\CentralAuth;

use stdClass;
use Wikimedia\Rdbms\IDatabase;

/** What one wiki knows of an account, read from that wiki's own database. */
class LocalAccount {

	/** Row of the wiki's user table, null if it has none. */
	public ?stdClass $row;

	private IDatabase $dbr;

	public function __construct( string $wiki, string $name ) {
		$this->dbr = Accounts::dbOf( $wiki );
		$this->row = $this->dbr->selectRow( 'user', '*', [ 'user_name' => $name ], __METHOD__ ) ?: null;
	}

	/** @return string[] */
	public function groups(): array {
		return $this->dbr->selectFieldValues( 'user_groups', 'ug_group', [
			'ug_user' => $this->row->user_id,
			'ug_expiry IS NULL OR ug_expiry > ' . $this->dbr->addQuotes( $this->dbr->timestamp() ),
		], __METHOD__ );
	}

	/** @return array|null 'expiry' ("infinity" or a database timestamp) and 'reason' of the block in force */
	public function block(): ?array {
		$now = $this->dbr->addQuotes( $this->dbr->timestamp() );
		// Since MediaWiki 1.42 blocks are in tables of their own.
		if ( $this->dbr->tableExists( 'block_target', __METHOD__ ) ) {
			$tables = [ 'block_target', 'block', 'comment' ];
			$joins = [ 'block' => [ 'JOIN', 'bl_target=bt_id' ], 'comment' => [ 'JOIN', 'comment_id=bl_reason_id' ] ];
			$prefix = 'bl';
			$user = 'bt_user';
		} else {
			$tables = [ 'ipblocks', 'comment' ];
			$joins = [ 'comment' => [ 'JOIN', 'comment_id=ipb_reason_id' ] ];
			$prefix = 'ipb';
			$user = 'ipb_user';
		}
		$row = $this->dbr->selectRow(
			$tables, [ 'expiry' => "{$prefix}_expiry", 'reason' => 'comment_text' ],
			[ $user => $this->row->user_id, "{$prefix}_expiry > $now" ], __METHOD__, [], $joins
		);
		return $row ? (array)$row : null;
	}
}
