"""How a service is called: tried again, at a pace, with several keys."""
