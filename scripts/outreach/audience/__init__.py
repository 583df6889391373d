"""From a topic to the people to ask: each on one wiki, and nobody who must not be asked."""
