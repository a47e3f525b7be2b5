"""Kinds of requirement, one a file: what a plan may ask without any change of code. The union is in ``registry``."""
