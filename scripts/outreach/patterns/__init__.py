"""Learning patterns: read, made from a campaign's figures, and kept true."""
