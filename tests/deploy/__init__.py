"""What stands in deploy/, checked as far as it can be without the machines that it is for."""
