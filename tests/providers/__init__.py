"""Tests of the providers: a contract that each must keep, and what is peculiar to one."""
