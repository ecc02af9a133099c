"""Every text of the reports, in both languages."""
