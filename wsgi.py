"""The survey for a WSGI server: `gunicorn wsgi:app`."""

from leadsurvey.settings import Settings
from leadsurvey.web.app import create_app

app = create_app(Settings.from_environment())
