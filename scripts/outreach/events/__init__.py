"""Calendars and maps of events on wiki pages: their sources, what becomes of them, and the files."""
