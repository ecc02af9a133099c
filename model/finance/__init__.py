"""A project's money: funding plan, payments, matching, bridge finance, claims, guarantees, applications."""
