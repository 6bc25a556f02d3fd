"""How a night ended, told in every way."""
