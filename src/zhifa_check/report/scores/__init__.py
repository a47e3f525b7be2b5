"""The points of an assessment, worked out from the findings of a view and shown with the sums."""
