"""Documented projects as files: what is known of each, and what is assumed as ranges."""
