"""What holds for every page: valid, named, labelled, guarded by headers, and without a cookie."""

import re

import html5lib

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def faults_of_headers(headers, *, may_be_kept, has_script=False):
    """What is wrong with the headers of an answer; `may_be_kept` for the stylesheet alone."""
    allowed = {**POLICY, **({"script-src": "'self'"} if has_script else {})}
    policy = dict(part.split(maxsplit=1) for part in headers.get("Content-Security-Policy", "").split("; ") if part)
    found = {
        "content policy": policy == allowed,
        "referrer policy": headers.get("Referrer-Policy") == "same-origin",
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "frames": headers.get("X-Frame-Options") == "DENY",
        "not indexed": headers.get("X-Robots-Tag") == "noindex",
        "cache": ("immutable" in headers.get("Cache-Control", ""))
        if may_be_kept
        else headers.get("Cache-Control") == "no-store",
        "no cookie": "Set-Cookie" not in headers,
        "no name of a server": "Server" not in headers,
    }
    return [name for name, is_right in found.items() if not is_right]


def _is_logo(node):
    """Whether a node is no picture, or the one that a page may show: our own, beside the name it stands for."""
    is_own = bool(re.fullmatch(r"/r/[^/]+/logo-[0-9a-f]{12}\.png", node.get("src") or ""))
    is_quiet = node.get("referrerpolicy") == "no-referrer"  # a link is told to nobody, not even to our own logs
    return node.tag != "img" or (is_own and is_quiet and node.get("alt") == "")


def parsed(html):
    """The tree of a page; ParseError for the least breach of HTML5."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def text_of(node):
    """The words inside an element, spaces made single."""
    return " ".join("".join(node.itertext()).split())


def faults_of_page(tree, *, has_script=False):
    """What is wrong with a page that parses; one script may stand where it has to clear the screen."""
    scripts = [node.get("src") or "inline" for node in tree.iter("script")]
    ids = [node.get("id") for node in tree.iter() if node.get("id") is not None]
    titles = [text_of(node) for node in tree.iter("title")]
    has_summary = any("summary" in (node.get("class") or "").split() for node in tree.iter("div"))
    found = {
        "one h1": len([node for node in tree.iter("h1") if text_of(node)]) == 1,
        "one title": len(titles) == 1 and bool(titles[0]),
        "title says Error where there is one": [title.lstrip("«").startswith("Error:") for title in titles]
        == [has_summary],
        "title says what the heading says": all(_words(heading) <= _words(title) for title, heading in _named(tree)),
        "a language": bool(tree.get("lang")),
        "unique ids": len(ids) == len(set(ids)),
        "labelled inputs": all(_is_labelled(tree, field) for field in fields(tree)),
        "radios in a fieldset with a legend": all(_has_legend(tree, radio) for radio in _radios(tree)),
        "forms with an action": all(form.get("action") and form.get("method") == "post" for form in tree.iter("form")),
        "buttons with words": all(text_of(button) for button in tree.iter("button")),
        "links within the page lead somewhere": all(anchor in ids for anchor in _anchors(tree)),
        "described by what is there": all(name in ids for name in _described(tree)),
        "no scripts": all(has_script and name.endswith("/kiosk.js") for name in scripts),
        "no styles or pictures but a logo": not any(
            node.tag in {"style", "iframe"} or node.get("style") is not None or not _is_logo(node)
            for node in tree.iter()
        ),
    }
    return [name for name, is_right in found.items() if not is_right]


def _named(tree):
    """The title with the first heading, where both are there."""
    titles, headings = ([text_of(node) for node in tree.iter(name)] for name in ("title", "h1"))
    return [(titles[0], headings[0])] if titles and titles[0] and headings else []


def _words(text):
    return set(re.findall(r"\w+", text.casefold()))


def fields(tree):
    """Everything that can be filled in."""
    return [
        node for node in tree.iter() if node.tag in {"input", "select", "textarea"} and node.get("type") != "hidden"
    ]


def _radios(tree):
    return [field for field in fields(tree) if field.get("type") == "radio"]


def _is_labelled(tree, field):
    around = any(field in label.iter() and text_of(label) for label in tree.iter("label"))
    return around or any(label.get("for") == field.get("id") and text_of(label) for label in tree.iter("label"))


def _has_legend(tree, radio):
    sets = [group for group in tree.iter("fieldset") if radio in group.iter()]
    return len(sets) == 1 and sets[0][0].tag == "legend" and bool(text_of(sets[0][0]))


def _anchors(tree):
    return [link.get("href")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")]


def _described(tree):
    return [name for node in tree.iter() for name in (node.get("aria-describedby") or "").split()]
