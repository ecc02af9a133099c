"""Every text of the reports: one catalogue of TOML files a language, with the same keys and fields."""
