"""How the world provides what `worker.ports` asks for. Foreign exceptions end here."""
