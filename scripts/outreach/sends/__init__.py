"""Messages and sends: planned, sent at most once, and found again at every target."""
