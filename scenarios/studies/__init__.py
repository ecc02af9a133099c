"""Studies: one run, mechanisms compared, systems, cases, rankings over uncertain parameters."""
