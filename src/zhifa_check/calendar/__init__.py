"""Periods, the deadline phrases of Chinese official documents, and working days with 调休."""
