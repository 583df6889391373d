"""Sign-up pages: who signed up where, and the delivery list kept true to them."""
