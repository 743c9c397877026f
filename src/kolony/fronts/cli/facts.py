"""`kolony facts check`: what is in event files, and what is wrong with them, before anybody loads them."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from kolony.fronts.cli.words import say, sentence
from kolony.ground.kit import clock
from kolony_engine.events import EngineError, EventSource, LoadReport, Refused, Tally, open_events
from kolony_engine.events.codes import FLAGS

MAP_HELP = "HEADER=COLUMN; =VALUE=COLUMN for a constant; FILE:HEADER=COLUMN for one of several files."
EXAMPLES = """\b
Examples:
  kolony facts check events.csv
  kolony facts check export/ --format json
  kolony facts check 事件.csv --map 时间=ts --map 用户=actor_id --map =buy=verb --time-zone Asia/Shanghai
  kolony facts check likes.csv views.csv users.csv --map likes.csv:=like=verb --map views.csv:=view=verb
"""


def pairs(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """HEADER=COLUMN pairs as a mapping; the last "=" divides, so that "=buy=verb" is the constant "=buy"."""
    found = {}
    for item in value:
        header, sign, column = item.rpartition("=")
        if not (header and sign and column):
            raise click.BadParameter(say("write HEADER=COLUMN, as in 时间=ts"), ctx, param)
        found[header] = column
    return found


def by_file(mapping: dict[str, str], files: Iterable[str | Path]) -> tuple[dict[str, str], dict[Path, dict[str, str]]]:
    """The pairs for all files, and those for single ones: "likes.csv:when" is a header of the given file likes.csv."""
    common: dict[str, str] = {}
    single: dict[Path, dict[str, str]] = {}
    for header, column in mapping.items():
        path = next((Path(file) for file in files if header.startswith(f"{Path(file).name}:")), None)
        if path is None:
            common[header] = column
        else:
            single.setdefault(path, {})[header[len(path.name) + 1 :]] = column
    return common, single


@click.command("check", epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--map", "mapping", multiple=True, callback=pairs, help=MAP_HELP)
@click.option("--encoding", help="The encoding of text files, where it is neither UTF-8 nor GB18030.")
@click.option("--time-zone", default="UTC", show_default=True, help="Where times without a zone were taken.")
@click.option("--sheet", help="The sheet of a workbook.")
@click.option("--refused", "most", type=click.IntRange(0), default=20, show_default=True, help="Refused rows to show.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(
    files: tuple[str, ...],
    mapping: dict[str, str],
    encoding: str | None,
    time_zone: str,
    sheet: str | None,
    most: int,
    form: str,
) -> None:
    """Read FILES (files or folders of any format) and say what is in them; nothing is stored.

    Ends with 0 if every row could be read, with 1 if some were refused, with 2 if a file cannot be read at all.
    """
    common, single = by_file(mapping, files)
    try:
        until = clock.now() + clock.AHEAD
        source = open_events(
            files, mapping=common, mappings=single, encoding=encoding, time_zone=time_zone, sheet=sheet, until=until
        )
        report, refused = _read(source, most)
    except EngineError as error:
        click.echo(f"kolony: {error.code}: {sentence(error.code, error.values)}", err=True)
        sys.exit(2)
    click.echo(_as_json(source, report, refused) if form == "json" else _as_text(source, report, refused))
    sys.exit(1 if report.refused else 0)


def _read(source: EventSource, most: int) -> tuple[LoadReport, list[Refused]]:
    tally = Tally()
    refused: list[Refused] = []
    total = max(sum(file.size for file in source.files), 1)
    with click.progressbar(length=total, label=say("Reading"), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for batch in source.read(lambda done, _total: bar.update(done - bar.pos)):
            tally.count(batch)
            refused += batch.refused[: most - len(refused)]
    return tally.report("", "", source.files), refused


def _as_json(source: EventSource, report: LoadReport, refused: list[Refused]) -> str:
    figures = {name: value for name, value in report.as_json().items() if name not in ("load_id", "name", "leans_on")}
    told = {
        "kind": source.kind,
        "encoding": source.encoding,
        "mapping": source.mapping,
        "layouts": [{"file": str(one.path), "holds": one.holds, "mapping": one.mapping} for one in source.layouts],
        **figures,
        "refused_rows": [vars(row) for row in refused],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def _as_text(source: EventSource, report: LoadReport, refused: list[Refused]) -> str:
    lines = [f"{file.path}  {file.size:,} B  sha256 {file.sha256[:12]}" for file in source.files[:10]]
    if len(source.files) > 10:
        lines.append(say("and %(number)d more files") % {"number": len(source.files) - 10})
    lines.append(say("Kind: %(kind)s") % {"kind": source.kind})
    if source.encoding:
        lines.append(say("Encoding: %(encoding)s") % {"encoding": source.encoding})
    lines += _columns(source)
    numbers = {"rows": f"{report.rows:,}", "accepted": f"{report.accepted:,}", "refused": f"{report.refused:,}"}
    lines.append(say("%(rows)s rows: %(accepted)s accepted, %(refused)s refused") % numbers)
    if report.first_ts and report.last_ts:
        lines.append(f"{report.first_ts:%Y-%m-%d %H:%M} – {report.last_ts:%Y-%m-%d %H:%M} UTC")
    lines += [f"  {verb}: {count:,}" for verb, count in report.verbs.items()]
    lines += [f"  {count:,} {say(FLAGS[flag])}" for flag, count in report.flagged.items() if flag in FLAGS]
    lines += [_refusal(row) for row in refused]
    if report.refused > len(refused):
        lines.append(say("and %(number)d more refused rows") % {"number": report.refused - len(refused)})
    return "\n".join(lines)


def _columns(source: EventSource) -> list[str]:
    """Which header is taken for which column; of several files with different ones, file by file."""
    if all(one.mapping == source.mapping for one in source.layouts):
        return _pairs(source.mapping)
    return [line for one in source.layouts for line in (one.path.name, *_pairs(one.mapping))]


def _pairs(mapping: dict[str, str]) -> list[str]:
    return [f"  {header} → {column}" for header, column in mapping.items()]


def _refusal(row: Refused) -> str:
    place = ":".join(filter(None, (row.file, str(row.line), row.column)))
    return f"{place}: {row.code} {sentence(row.code, {})} {row.value!r}"
