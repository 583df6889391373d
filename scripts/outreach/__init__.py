"""What the outreach scripts share: pure modules named for a noun of the field, and thin edges."""
