"""What pages of questions cost at the least in Flask: no account, no seal, no language, no way back.

The same pages, radios by a plain Jinja loop, what comes in checked by name and value, one durable commit a page (WAL,
synchronous=FULL). `BENCH_PAGES` names a file with the pages, `BENCH_DATABASE` the database.
"""

import json
import os
import sqlite3
from pathlib import Path

from flask import Flask, abort, redirect, render_template, request
from jinja2 import DictLoader
from werkzeug.wrappers import Response

PAGES = json.loads(Path(os.environ["BENCH_PAGES"]).read_text(encoding="utf-8"))
OFFERED = [{line["name"]: {value for value, _ in line["offer"]} for line in page["lines"]} for page in PAGES]
NAMES = [line["name"] for page in PAGES for line in page["lines"]]
TEMPLATES = {
    "base.html": """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ title }}</title>
<link rel="stylesheet" href="/survey.css"></head><body><main><h1>{{ title }}</h1>
<form id="page.form" method="post" action="{{ action }}">{% block form %}{% endblock %}
<nav><button name="go" value="on">Save and go on</button></nav></form></main></body></html>""",
    "door.html": """{% extends 'base.html' %}{% block form %}<p>Who sees what</p>{% endblock %}""",
    "page.html": """{% extends 'base.html' %}{% block form %}
{% if page.text %}<div class="story">{{ page.text }}</div>{% endif %}
{% for line in page.lines %}{% set chosen = known.get(line.name) %}
{% if line.offer %}<fieldset class="scale"><legend>{{ line.label }}</legend>
{% for value, text in line.offer %}
<label class="pick"><input type="radio" name="{{ line.name }}" value="{{ value }}"
{%- if chosen == value %} checked{% endif %}><span>{{ text }}</span></label>
{% endfor %}</fieldset>
{% elif line.number %}<label for="{{ line.name }}">{{ line.label }}</label>
<input class="text" id="{{ line.name }}" name="{{ line.name }}" value="{{ chosen or '' }}">
{% else %}<label for="{{ line.name }}">{{ line.label }}</label>
<textarea class="text" id="{{ line.name }}" name="{{ line.name }}" rows="5">{{ chosen or '' }}</textarea>{% endif %}
{% endfor %}{% endblock %}""",
    "check.html": """{% extends 'base.html' %}{% block form %}{% for page in pages %}<h2>{{ page.title }}</h2><dl>
{% for line in page.lines %}<div><dt>{{ line.label }}</dt><dd>{{ known.get(line.name, '') }}</dd></div>
{% endfor %}</dl>{% endfor %}{% endblock %}""",
}

app = Flask(__name__)
app.jinja_env.loader = DictLoader(TEMPLATES)
database = sqlite3.connect(os.environ["BENCH_DATABASE"], isolation_level=None, timeout=15, check_same_thread=False)
database.execute("PRAGMA journal_mode=WAL").fetchall()
database.execute("PRAGMA synchronous=FULL")
database.execute(
    "CREATE TABLE IF NOT EXISTS drafts (token TEXT PRIMARY KEY, answers TEXT NOT NULL, sent INTEGER NOT NULL)"
)


def _known(token: str) -> dict[str, str]:
    row = database.execute("SELECT answers FROM drafts WHERE token = ? AND NOT sent", (token,)).fetchone()
    known: dict[str, str] = json.loads(row[0]) if row else abort(404)
    return known


def _save(token: str, said: dict[str, str], *, sent: bool = False) -> None:
    database.execute("BEGIN IMMEDIATE")
    try:
        answers = json.dumps({**_known(token), **said})
        database.execute("UPDATE drafts SET answers = ?, sent = ? WHERE token = ?", (answers, sent, token))
    finally:
        database.execute("COMMIT")


@app.get("/a/<token>")
def door(token: str) -> str:
    """The way in."""
    return render_template("door.html", title="Before you start", action=f"/a/{token}")


@app.post("/a/<token>")
def start(token: str) -> Response:
    """Begin."""
    database.execute("INSERT INTO drafts VALUES (?, '{}', 0)", (token,))
    return redirect(f"/a/{token}/page/1", 303)


@app.get("/a/<token>/page/<int:number>")
def show(token: str, number: int) -> str:
    """One page."""
    page = PAGES[number - 1]
    action = f"/a/{token}/page/{number}"
    return render_template("page.html", title=page["title"], page=page, known=_known(token), action=action)


@app.post("/a/<token>/page/<int:number>")
def take(token: str, number: int) -> Response:
    """Keep what was answered."""
    offered = OFFERED[number - 1]
    said = {name: value for name, value in request.form.items() if name in offered}
    if any(offered[name] and value not in offered[name] for name, value in said.items()):
        abort(422)
    _save(token, said)
    return redirect(f"/a/{token}/page/{number + 1}" if number < len(PAGES) else f"/a/{token}/check", 303)


@app.get("/a/<token>/check")
def check(token: str) -> str:
    """All answers."""
    return render_template("check.html", title="Check", pages=PAGES, known=_known(token), action=f"/a/{token}/check")


@app.post("/a/<token>/check")
def send(token: str) -> str:
    """Hand in."""
    known = _known(token)
    _save(token, {}, sent=True)
    return render_template("check.html", title="Thank you", pages=PAGES, known=known, action=f"/a/{token}/check")
