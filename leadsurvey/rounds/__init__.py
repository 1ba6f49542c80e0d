"""Floor 1: who is asked, when, and under which promise.

Knows the questionnaire; imports nothing above it.
"""
