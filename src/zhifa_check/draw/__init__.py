"""Which dossiers the bureau reviews: a draw that anybody can do again from the list, the seed and SHA-256."""
