"""Nobody can be found: which figures may leave the house, whoever holds all of them.

`table` says who is in which row, `cuts` audits, `suppress` withholds as little as it can, `narrow` looks at what the
ends of the scale give away, `plan` does all of this for a round, `extra` for a row nobody planned, and `figures` are
the two things a reader may get.
"""
