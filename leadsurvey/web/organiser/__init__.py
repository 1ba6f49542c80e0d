"""The organiser's desk: pages under `/desk` for people with an account. Nothing here is seen without a declared right.

`guard` refuses, `rooms` says which pages there are. Respondents' pages know nothing of it.
"""
