"""The promotion log: what was announced where, what people suggest, and what is still missing."""
