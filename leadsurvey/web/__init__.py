"""Floor 6: the thin shell of pages.

`respondent` knows nothing of organisers; nothing here computes, and no page sets a cookie.
"""
