"""The report of a comparison: one page that a planner can read and print, and every number of it as data."""

from dizao.scenarios.reports.page.render import REPORT_FILES, report_files

__all__ = ["REPORT_FILES", "report_files"]
