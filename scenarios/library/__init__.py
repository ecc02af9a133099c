"""The scenarios that come with the package: nothing but data."""
