"""Flask that never logs a path: it holds a link."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request

from leadsurvey import logs
from leadsurvey.web import security
from leadsurvey.web.reading import Readable


class QuietApp(Flask):
    """An application of ours; what fails is logged by its kind and place alone."""

    request_class = Readable

    def log_exception(self, exc_info: Any) -> None:
        """Log a fault that no page told of."""
        logs.fault("a page failed", exc_info[1], page=str(request.endpoint))

    def handle_exception(self, e: Exception) -> Response:
        """Say so without a page where even the error page failed: the server would log the path."""
        try:
            return super().handle_exception(e)
        except Exception as error:  # noqa: BLE001 - whatever it is
            logs.fault("a page and its error page failed", error, page=str(request.endpoint))
            plain = Response("Something went wrong here.\n", HTTPStatus.INTERNAL_SERVER_ERROR, mimetype="text/plain")
            return security.add_headers(plain)
