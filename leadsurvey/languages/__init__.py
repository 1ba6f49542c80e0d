"""Floor 0: languages, and the catalogues in which translators write.

The only room that knows Babel; it knows nothing of surveys.
"""
