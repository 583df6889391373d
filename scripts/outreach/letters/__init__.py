"""Personal letters: one for each person, left as drafts or sent at most once."""
