"""Changes of the team, and the edit of the configuration."""
