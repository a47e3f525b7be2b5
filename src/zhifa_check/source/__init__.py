"""Bytes to located data: the strict YAML subset that submissions, plan and registry share."""
