"""Addresses on the web: their syntax, the network they lead to, and whether callbacks may go there."""
