"""What everything stands on: tables of columns, keyed draws, the ledger, and rules replaced for one run."""
