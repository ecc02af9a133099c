"""The report of a comparison: one page that a planner can read and print, and every number of it as data."""
