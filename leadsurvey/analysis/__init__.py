"""Floor 4: what the answers mean.

Whatever leaves this floor has passed disclosure: each figure is `Shown` or `Withheld`.
"""
