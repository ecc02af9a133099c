"""The command line: a command loads, calls and prints."""
