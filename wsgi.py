"""The survey for a WSGI server: `gunicorn wsgi:app`."""

from leadsurvey import logs
from leadsurvey.settings import Settings
from leadsurvey.web.app import create_app

logs.begin()
app = create_app(Settings.from_environment())
