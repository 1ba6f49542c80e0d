"""The kinds of page that a report has: each module makes one kind out of the findings, with its words and charts."""
