"""Floor 3: arrays in, arrays out.

No names, no rows, no rounding; missing is NaN and never leaves as a warning.
"""
