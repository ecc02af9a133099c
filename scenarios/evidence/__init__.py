"""Evidence that parameters cite; README.md says what each file is and where it comes from."""
