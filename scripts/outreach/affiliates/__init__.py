"""Affiliates: the registry, who signed, who stands well, whom to contact, and who may be written to."""
