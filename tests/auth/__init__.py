"""Tests of where tokens are kept."""
