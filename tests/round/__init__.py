"""Claims about rounds."""
