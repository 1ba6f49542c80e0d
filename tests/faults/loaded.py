"""All that servers and commands import, imported once."""

import gunicorn.app.base
import gunicorn.arbiter
import gunicorn.workers.sync

import leadsurvey.cli.serving
import leadsurvey.fieldwork.closing
import leadsurvey.fieldwork.copies
import leadsurvey.fieldwork.erasing
import leadsurvey.fieldwork.inviting
import leadsurvey.report.batch
import leadsurvey.report.pdf
import leadsurvey.web.app
import leadsurvey.work.doing

__all__ = ["gunicorn", "leadsurvey"]
