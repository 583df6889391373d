"""Channels: where communities listen, how alive each is, and which of them want announcements."""
