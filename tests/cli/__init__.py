"""The command from end to end: real processes, real calendars, a real ledger.

`company` writes a small company into a folder, `process` runs the command there, `server` is where it starts fast,
`steps` counts what a run writes, to kill or interrupt it there.
"""
