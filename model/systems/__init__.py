"""The systems of the field, one room each."""
