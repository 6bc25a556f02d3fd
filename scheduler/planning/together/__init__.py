"""Planning many leaders at once, who share people. `make` is the door.

A night's plan is one for each leader, and each is what that leader would be planned alone in calendars in which all
other plans are carried out (`projection`). Whoever is tied to somebody else (`ties`) is planned after them, or before;
`rounds` tries, learns and keeps the best; workers (`worker`) get tasks and give answers (`task`); `levels` adds up.
"""

from scheduler.planning.together.make import plan_together as plan_together
