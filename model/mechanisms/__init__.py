"""Mechanisms: allocation x payment x protection x incentive, and the named compositions."""
