"""The commands that show what an organiser writes, and what may be written."""

from pathlib import Path

import click

from leadsurvey import whole
from leadsurvey.cli.shell import A_FILE, teaching_errors
from leadsurvey.settings import Settings


@click.command()
@click.argument("questionnaire", type=A_FILE)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; your own machine unless told.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.option("--print", "on_paper", is_flag=True, help="Write all of it to a PDF instead, for an ethics board.")
@click.option("-o", "--output", type=A_FILE, help="With --print: the PDF.")
@click.option("--language", help="With --print: the language, such as fr; else the one it is written in.")
@click.pass_obj
@teaching_errors
def preview(
    settings: Settings,
    questionnaire: Path,
    host: str,
    port: int,
    on_paper: bool,
    output: Path | None,
    language: str | None,
) -> None:
    """Show a questionnaire as each level sees it, anew at every change of the file."""
    if on_paper and output:
        _print(settings, questionnaire, output, language)
        click.echo(f"Everything that is asked: {output}")
    elif on_paper or output or language:
        raise click.UsageError("write --print -o FILE.pdf for a PDF; -o and --language belong to --print")
    else:
        from leadsurvey.cli.serving import listen
        from leadsurvey.web.preview import create_preview

        listen(create_preview(settings, questionnaire, host), host, port)


def _print(settings: Settings, path: Path, output: Path, language: str | None) -> None:
    from leadsurvey.questionnaire.problems import did_you_mean
    from leadsurvey.questionnaire.spoken import read
    from leadsurvey.report.booklet import booklet
    from leadsurvey.report.typeset import LayoutError

    spoken = read(path, settings.questionnaires)
    if language and language not in spoken.languages:
        raise click.BadParameter(
            f"there is no translation into '{language}'; {did_you_mean(language, spoken.languages)}",
            param_hint="--language",
        )
    try:
        made = booklet(spoken, language or spoken.keys.language, settings.templates)
    except LayoutError as error:
        raise click.ClickException(str(error)) from None
    whole.write(output, made)


@click.command()
@click.argument("kind", type=click.Choice(["questionnaire", "round"]), default="questionnaire")
@click.option("-o", "--output", type=A_FILE, help="Write it to a file; else it is printed.")
@teaching_errors
def schema(kind: str, output: Path | None) -> None:
    """Write the JSON Schema of a file, by which editors complete and check while you write."""
    from leadsurvey.questionnaire.grammar import QuestionnaireKeys
    from leadsurvey.questionnaire.schema import text_of
    from leadsurvey.rounds.grammar import RoundKeys

    text = text_of(QuestionnaireKeys if kind == "questionnaire" else RoundKeys)
    if output is None:
        click.echo(text, nl=False)
    else:
        whole.write(output, text.encode())
        click.echo(
            f"Schema of a {kind}: {output}. Name it in your file's first line: # yaml-language-server: $schema=PATH"
        )


COMMANDS = (preview, schema)
