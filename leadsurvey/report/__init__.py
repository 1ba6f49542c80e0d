"""Floor 5: how it is told.

A report is a pure function of findings, language and date; nothing here sees an answer.
"""
