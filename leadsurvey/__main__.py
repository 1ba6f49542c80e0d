"""`python -m leadsurvey` is the `leadsurvey` command."""

from leadsurvey.cli import main

main()
