"""All accepted campaigns of an operator: how each stands, what is due, and what its page says of it."""
