"""Checking delivery lists: what is wrong with each line, what MassMessage would do, and fixing it."""
