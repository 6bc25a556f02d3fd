"""The CP-SAT model, one rule or level a file.

`candidates` decides without a solver where each occurrence may start at all; `variables` holds a Boolean for every such
start. A rule adds constraints over them. A level returns its `Cost`, with whatever auxiliary variables that needs; each
of those says how it follows from starts and lunches, so that any solution can be completed and measured in the model.
"""
