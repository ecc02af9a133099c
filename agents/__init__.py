"""Who decides: residents, households, party members, organizations, and what they are like."""
