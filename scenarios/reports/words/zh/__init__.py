"""Every text of the reports in Chinese, by subject."""
