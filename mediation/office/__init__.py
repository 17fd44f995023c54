"""The use cases: one method each, one transaction each. Dates and the user are passed in."""
