"""The files of an export: which there are, what each holds, and how they come into a folder, all or none."""

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.dataset.about import about
from leadsurvey.report.dataset.codebook import codebook
from leadsurvey.report.dataset.ddi import ddi
from leadsurvey.report.dataset.released import tables as released_tables
from leadsurvey.report.dataset.spss import sav
from leadsurvey.report.dataset.syntax import syntax
from leadsurvey.report.dataset.table import Table
from leadsurvey.report.dataset.text import as_csv
from leadsurvey.whole import whole


class Form(StrEnum):
    """A kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    SAV = "sav"
    SPS = "sps"
    DDI = "ddi"


def files(findings: Findings, release: str, forms: Collection[Form], research: Table | None = None) -> dict[str, bytes]:
    """Every file by its name, which begins with the round's; a codebook for people is always there.

    The same bytes whenever it is called for the same release. ModuleNotFoundError without the extra `sav` where it is
    needed; ExportError where a form cannot hold a table.
    """
    tables = [*released_tables(findings), *([research] if research else [])]
    facts, start = about(findings, release), findings.round
    explained = codebook(facts, findings, tables)
    by_name = {f"{start}-{each.name}.csv": each for each in tables}
    made: dict[str, bytes] = {}
    if not {Form.CSV, Form.SPS, Form.DDI}.isdisjoint(forms):  # the others describe the CSV files
        made |= {name: as_csv(each) for name, each in by_name.items()}
    if Form.XLSX in forms:
        from leadsurvey.report.dataset.workbook import workbook

        made[f"{start}.xlsx"] = workbook(facts, [*tables, explained], findings.released)
    if Form.SPS in forms:
        made |= {_with(name, "sps"): syntax(each, name, simulated=findings.simulated) for name, each in by_name.items()}
    if Form.SAV in forms:
        made |= {
            _with(name, "sav"): sav(each, findings.released, simulated=findings.simulated)
            for name, each in by_name.items()
        }
    if Form.DDI in forms:
        made[f"{start}-codebook.xml"] = ddi(findings, facts, by_name)
    return made | {f"{start}-codebook.csv": as_csv(explained)}


def _with(name: str, ending: str) -> str:
    return str(Path(name).with_suffix(f".{ending}"))


def write(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write the files in place of those of the same names: beside them first, so that what fails changes nothing."""
    for name in made:
        if (folder / name).is_dir():
            raise IsADirectoryError(None, "a folder has the name of a file that is to be written", str(folder / name))
    with ExitStack() as drafts:
        for name, content in made.items():
            draft = drafts.enter_context(whole(folder / name))
            try:
                draft.write_bytes(content)
            except OSError as error:  # a write that fails does not say where
                raise OSError(error.errno, error.strerror, str(folder / name)) from None
