"""Where plans are computed."""
