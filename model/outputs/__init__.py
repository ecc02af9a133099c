"""What a run ends with: tables, outcomes, and how groups of households fare."""
