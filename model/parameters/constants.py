"""Conversions and dates that several sections use."""

from datetime import date

FEATURE = "Hubei Daily feature, 16 December 2024"

CASES = "scenarios/evidence/field_cases.csv"

HOUSEHOLDS_PER_RATE = 1000.0

WEEKS_PER_MONTH = 4

FEN_PER_YUAN = 100

MINUTES_PER_HOUR = 60

MINUTES_PER_WEEK = 7 * 24 * MINUTES_PER_HOUR

LARGEST_MATCH_RATE = 100.0
"""Yuan for each yuan given at which a search for equal spending ends: beyond it contributions are next to nothing."""

FIRST_DAY = date(2022, 8, 1)
"""The Monday with which the programme begins: August 2022, from the feature."""
