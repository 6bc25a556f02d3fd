"""Tests of how calls are paced and repeated."""
