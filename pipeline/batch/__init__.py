"""A folder of letters: one packet each. Imports nothing, for every worker process imports this package first."""
