"""What services that host calendars have in common: one fixed way to read, one to write.

`provider` is the way in. `read` is the template *list → mark ours → enrich → free and busy → Calendar*; `sync` lists,
anew or by what changed; `state` is what a reading has brought so far. `writer` changes events and never what was not
decided about. A service fills in the small steps of `adapter`.
"""
