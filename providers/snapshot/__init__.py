"""What was read of a calendar last time, masked, with the token by which a service tells what changed since."""
