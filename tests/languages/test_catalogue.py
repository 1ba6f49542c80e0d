"""Catalogues go through files unchanged, and bringing one up to date loses nothing that was translated."""

from dataclasses import replace

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.languages.catalogue import (
    Catalogue,
    Counts,
    FaultyPoError,
    Message,
    compiled,
    counts,
    merge,
    read,
    write,
)

FUZZY = frozenset({"fuzzy"})
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
WORDS = st.text(SIGNS, min_size=1, max_size=150)
LINES = st.from_regex(r"[a-zé%{}:,.~“ ]*[a-zé]", fullmatch=True).map(lambda line: " ".join(line.split()))
COMMENTS = st.lists(LINES.filter(bool), max_size=2, unique=True).map(tuple)


@st.composite
def messages(draw):
    """A message of a language with six plural forms, translated or not."""
    plural = draw(st.sampled_from(["", "Many"]))
    words = draw(st.lists(WORDS | st.just(""), max_size=6 if plural else 1))
    while words and not words[-1]:
        words.pop()
    flags = draw(st.sampled_from([frozenset(), FUZZY, frozenset({"no-wrap"})]))
    return Message(
        source=draw(st.sampled_from(["One", "Two", "Three"]) | WORDS),
        context=draw(st.sampled_from(["", "a", "b", "c"])),
        plural=plural,
        translations=tuple(words),
        previous=draw(st.just("") | WORDS) if words and flags == FUZZY else "",
        comments=draw(COMMENTS),
        remarks=draw(COMMENTS),
        places=draw(st.lists(st.sampled_from(["a.html", "web/b.py"]), max_size=2, unique=True).map(tuple)),
        flags=flags,
    )


def distinct(max_size):
    """Messages of which no two have the same words and context."""
    return st.lists(messages(), max_size=max_size, unique_by=lambda message: (message.context, message.source)).map(
        tuple
    )


CATALOGUES = st.builds(
    Catalogue,
    language=st.just("ar"),
    messages=distinct(6),
    gone=distinct(3),
    heading=COMMENTS,
    translator=st.sampled_from(["", "Ada <ada@example.org>", "عمر"]),
    team=st.sampled_from(["", "Arabic"]),
    plural_forms=st.sampled_from(["", "nplurals=6; plural=(n > 5 ? 5 : n);"]),
)


@given(CATALOGUES)
def test_what_is_written_is_what_is_read(tmp_path_factory, catalogue):
    path = tmp_path_factory.getbasetemp() / "round-trip.po"
    write(path, catalogue)
    before = path.read_bytes()
    assert read(path) == catalogue
    write(path, read(path))
    assert path.read_bytes() == before


@given(CATALOGUES)
def test_babel_reads_the_same_words(tmp_path_factory, catalogue):
    path = tmp_path_factory.getbasetemp() / "babel.po"
    write(path, catalogue)
    found = read_po(path.read_bytes().decode().split("\n"), abort_invalid=True)
    assert len([message for message in found if message.id]) == len(catalogue.messages)
    for message in catalogue.messages:
        same = found.get(message.source, message.context or None)
        assert same.fuzzy == ("fuzzy" in message.flags)
        strings = [text for text in (same.string if message.plural else [same.string]) if text]
        assert strings == [text for text in message.translations if text]


def translations_of(catalogue):
    return {message.translations for message in (*catalogue.messages, *catalogue.gone) if any(message.translations)}


def blank(template):
    """The messages as a template has them."""
    return Catalogue(
        messages=tuple(
            replace(message, translations=(), previous="", remarks=(), flags=frozenset())
            for message in template.messages
        )
    )


@given(CATALOGUES, CATALOGUES)
def test_nothing_translated_is_lost_when_the_texts_change(template, old):
    merged = merge(blank(template), old)
    assert translations_of(merged) == translations_of(old)
    assert [(message.context, message.source) for message in merged.messages] == [
        (message.context, message.source) for message in template.messages
    ]
    assert (merged.language, merged.translator, merged.heading) == (old.language, old.translator, old.heading)


@given(CATALOGUES, CATALOGUES)
def test_a_second_time_changes_nothing_more(template, old):
    merged = merge(blank(template), old)
    assert merge(blank(template), merged) == merged


@given(CATALOGUES, CATALOGUES)
def test_a_translation_counts_only_for_the_words_it_was_made_for(template, old):
    made_for = {(m.context, m.source, m.plural, m.translations) for m in (*old.messages, *old.gone) if m.is_translated}
    for message in merge(blank(template), old).messages:
        if message.is_translated:
            assert (message.context, message.source, message.plural, message.translations) in made_for


def one(**given):
    return Catalogue(language="fr", messages=(Message(**given),))


def test_a_changed_text_keeps_its_translation_to_be_looked_at():
    old = one(source="Old words", context="items.a", translations=("Mots",), remarks=("by Ada",))
    (merged,) = merge(Catalogue(messages=(Message("New words", "items.a"),)), old).messages
    assert merged == Message(
        "New words", "items.a", translations=("Mots",), previous="Old words", flags=FUZZY, remarks=("by Ada",)
    )
    again = merge(Catalogue(messages=(Message("Newer words", "items.a"),)), Catalogue(messages=(merged,))).messages[0]
    assert again.previous == "Old words", "the words the translator saw"


def test_a_text_that_came_back_has_its_translation_again():
    old = one(source="Words", translations=("Mots",))
    gone = merge(Catalogue(), old)
    assert gone.gone == old.messages
    back = merge(Catalogue(messages=(Message("Words"),)), gone)
    assert (back.messages, back.gone) == (old.messages, ())


def test_a_text_without_context_is_known_by_its_words_alone():
    merged = merge(Catalogue(messages=(Message("Other words"),)), one(source="Words", translations=("Mots",)))
    assert merged.messages[0].translations == ()
    assert merged.gone[0].translations == ("Mots",)


def test_counting_tells_translated_fuzzy_and_missing_apart():
    catalogue = Catalogue(
        messages=(
            Message("a", translations=("A",)),
            Message("b", translations=("B",), flags=FUZZY),
            Message("c"),
            Message("d", flags=FUZZY),
            Message("e", plural="es", translations=("E",)),
            Message("f", plural="fs", translations=("", "F")),
        )
    )
    assert counts(catalogue) == Counts(translated=2, fuzzy=1, missing=3)


# Faults


def faulty(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FaultyPoError) as raised:
        read(path)
    return raised.value


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid "c"\n\n', 7),
        (HEADER + 'msgid "a"\nmsgstr "b"\nmsgfoo "c"\n', 6),
        (HEADER + "just words\n", 4),
        (HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[7] "c"\n', 4),
        (b"\n\nmsgid '\xff'\n", 3),
    ],
)  # fmt: skip
def test_a_file_that_is_no_catalogue_is_refused_with_its_line(tmp_path, content, line):
    fault = faulty(tmp_path / "fr.po", content)
    assert fault.line == line
    assert str(fault).startswith(f"{tmp_path / 'fr.po'}:{line}: ")
    assert fault.cure in str(fault)


def test_a_file_that_is_not_there_or_far_too_large_is_refused(tmp_path):
    with pytest.raises(FaultyPoError, match="cannot be read"):
        read(tmp_path / "none.po")
    with pytest.raises(FaultyPoError, match="cannot be read"):
        read(tmp_path)
    assert faulty(tmp_path / "fr.po", b"#" * 5_000_001).fault == "more than 5 MB"


@pytest.mark.parametrize(
    "header",
    [
        "nplurals=99; plural=0;",
        "nplurals=2; plural=n.__class__;",
        "nplurals=x;",
        "nplurals=2; plural=(;",
        'nplu"\n"rals=99999999; plural=0;',
        "nplurals\\t=99999999; plural=0;",
        "nplurals=٣٣٣٣٣٣٣٣; plural=0;",
        "nplurals=2; plural=" + "(" * 5000 + "n" + ")" * 5000 + ";",
    ],
)
def test_a_rule_for_plurals_that_is_none_is_refused(tmp_path, header):
    faulty(tmp_path / "fr.po", f'msgid ""\nmsgstr "Plural-Forms: {header}\\n"\n\nmsgid "a"\nmsgstr "b"\n')


@given(
    st.lists(
        st.sampled_from(
            ['msgid "', '"', "msgstr", "msgctxt ", "[0] ", '"a"', "\n", "#~ ", "#| ", "#, ", "\\", "é", "\u2068"]
        )
    )
)
def test_no_file_breaks_the_reader(tmp_path_factory, parts):
    path = tmp_path_factory.getbasetemp() / "broken.po"
    path.write_text("".join(parts), encoding="utf-8")
    try:
        read(path)
    except FaultyPoError as error:
        assert str(error).startswith(f"{path}:")  # noqa: PT017 - reading may also go well


# Use


def test_what_is_missing_or_fuzzy_or_breaks_a_placeholder_stays_in_the_source():
    say = compiled(
        Catalogue(
            language="ar",
            messages=(
                Message("Yes", translations=("نعم",)),
                Message("No"),
                Message("Maybe", translations=("ربما",), flags=FUZZY),
                Message("%(a)s of it", translations=("%(b)s",)),
                Message("Yes", "other", translations=("أجل",)),
                Message("%(n)s line", plural="%(n)s lines", translations=("0", "1", "2", "3-10", "11-99", "100")),
                Message("%(n)s page", plural="%(n)s pages", translations=("0", "1")),
            ),
        )
    )
    assert [say.gettext(text) for text in ("Yes", "No", "Maybe", "%(a)s of it", "?")] == [
        "نعم",
        "No",
        "Maybe",
        "%(a)s of it",
        "?",
    ]
    assert say.pgettext("other", "Yes") == "أجل"
    assert [say.ngettext("%(n)s line", "%(n)s lines", n) for n in (0, 1, 2, 5, 11, 100)] == [
        "0", "1", "2", "3-10", "11-99", "100",
    ]  # fmt: skip
    assert [say.ngettext("%(n)s page", "%(n)s pages", n) for n in (1, 5)] == ["%(n)s page", "%(n)s pages"]
