"""What git history says of submissions: which units changed, and when a declared date was first written."""
