"""The plan as data: its model, where it is found, and the proof that it says what the document says."""
