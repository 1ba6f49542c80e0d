"""Floor 2: what was answered.

`model` is pure; `seal` is the only user of cryptography for answers; `store` holds the only SQL.
Who answered and what was answered never meet in a row, an order or a clock.
"""
