"""Word documents of the bureau: circular, notices, reminders; all filled into templates that it may replace."""
