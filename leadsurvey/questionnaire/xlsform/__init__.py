"""Forms of ODK and KoboToolbox (XLSForm), read and carried over into a questionnaire.

`workbook` refuses what cannot be used, `sheets` reads its rows: only these two know pyxform. `carry` decides what can
be carried over, `scales` tells rating scales from other choices, `said` holds words in several languages, `left` says
what is left out and why. `text` makes YAML of it, and `write` puts it into a file with its translations.
"""
