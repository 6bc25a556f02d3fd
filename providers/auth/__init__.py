"""Signing in, whatever the service: where tokens are kept (`secrets`), where a browser comes back to (`listener`), and
whether a token can be had (`status`)."""
