"""Words of spreadsheets in each language: headers, notes and choices, the same keys in both files."""
