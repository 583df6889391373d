"""A scale model of Wikimedia: real MediaWiki, one SQLite file per wiki, hosts under `.test`."""
