"""Questions to a language model, its answers, and their cost."""
