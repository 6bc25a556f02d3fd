"""Tests of carrying out plans, and of reading what they are made from."""
