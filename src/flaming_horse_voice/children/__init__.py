"""How every other process of both packages is started: with what, within which limits, and where.

`environment` is the list of variables that a child may have, `limits` what it may use of the
machine, `sandbox` the walls around code that is not the user's own.
"""
