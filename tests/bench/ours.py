"""The survey as an installation without test packages runs it: `gunicorn tests.bench.ours:app`.

pandas is there for tests alone, and sqlite-utils imports it where it finds it, which would count as our memory.
"""

import sys
from typing import Any

sys.modules["pandas"] = None  # type: ignore[assignment]  # what Python takes for "not installed"


def _app() -> Any:
    from wsgi import app as survey

    return survey


app = _app()
