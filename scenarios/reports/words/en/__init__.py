"""Every text of the reports in English, by subject."""
