"""The form of a file put right, its content never touched."""
