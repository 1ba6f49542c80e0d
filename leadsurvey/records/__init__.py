"""What an organiser's office keeps: whom to reach, mailings, accounts, jobs, and who did what.

The SQL of these tables stands here, as that of answers stands in `responses.store`.
"""
