"""The annexes of a circular as a workbook: one file a group of sheets, all over the same period."""
