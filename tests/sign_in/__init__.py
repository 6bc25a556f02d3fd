"""Signing in, with Google's and Microsoft's own libraries, against servers that check what they are told."""
