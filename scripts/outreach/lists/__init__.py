"""Delivery lists: read in every form, merged with what people did, checked, and kept true to sign-ups."""
