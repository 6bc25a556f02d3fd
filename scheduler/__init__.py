"""From a company's configuration and calendars to a plan, and from a plan to written events."""
