"""Floor 1: what may be asked.

Knows files and words, nothing of answers, databases or browsers. Imports nothing of the house.
"""
