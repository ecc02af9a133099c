"""Scenario files as spreadsheets: workbooks (.xlsx) and CSV files with places, policies and the budget."""
