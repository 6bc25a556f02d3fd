"""Where tokens are kept: the operating system's keyring, or a file that only its owner can read."""
