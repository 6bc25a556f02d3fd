"""Decides: from calendars, the ledger and the configuration to a plan. Pure; nothing here reads or writes.

`make` is the door. What blocks time (`availability`), what already stands (`existing`, `booked`) and what is due
(`cadence`) become what is asked for (`demand`), which `formulate` puts into integers; `reasons`, `unplaced` and `days`
put the answer into words.
"""
