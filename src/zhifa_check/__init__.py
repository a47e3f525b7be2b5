"""Judge a county's submissions against its yearly plan of administrative law enforcement supervision."""

__version__ = "0.2.0"
