"""Tests of the provider for Google Calendar."""
