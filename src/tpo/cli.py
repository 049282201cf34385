"""The command `tpo`: a table of subcommands, each a small function that imports what it needs.

Nothing heavy is imported here, so that `tpo --help` answers at once.
"""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from tpo.trouble import TroubleError

# What the person typed to get here; run.py sets it.
PROGRAM = os.environ.get("TPO_COMMAND", "tpo")


@dataclass(frozen=True)
class Command:
    """One subcommand: `run` gets the parsed options and returns the exit code."""

    name: str
    purpose: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def _lab_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="your own copy of the course")
    parser.add_argument("--port", type=_port, help="the port to use (default: the first free one)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def _lab(options: argparse.Namespace) -> int:
    from tpo.start_lab import start

    return start(options.workspace, options.port, browser=not options.no_browser)


def _test_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only",
        action="append",
        metavar="STEP",
        choices=("ruff", "format", "mypy", "pytest", "nbval"),
        help="run only this step (may be repeated): ruff, format, mypy, pytest or nbval",
    )
    parser.add_argument(
        "--without-notebooks",
        action="store_true",
        help="do not fail when there is no notebook to test yet",
    )
    parser.epilog = "Arguments after -- go to pytest."


def _test(options: argparse.Namespace) -> int:
    from tpo.run_tests import run

    return run(options.only, options.without_notebooks, options.rest)


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "module", nargs="?", default="", help="only modules with this in their name"
    )
    parser.add_argument("--check", action="store_true", help="say what is stale and write nothing")


def _build(options: argparse.Namespace) -> int:
    from tpo.authoring.command import run

    return run(options.module, options.check)


def _grade_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("assignment", help="for example M06_under_load")
    parser.add_argument("--student", default="*", metavar="ID", help="only this learner (or a*)")
    parser.add_argument("--force", action="store_true", help="also who is graded already")
    parser.add_argument(
        "--jobs", type=_number, metavar="N", help="submissions at a time (default: cores + 1)"
    )
    parser.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="a Dask cluster: tcp://HOST:8786"
    )
    parser.add_argument(
        "--unsandboxed",
        action="store_true",
        help="where submissions can't be shut in, run them with your own rights",
    )


def _grade(options: argparse.Namespace) -> int:
    from tpo.grading.grade import run

    return run(options)


def _item_stats_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("assignment", help="for example M06_under_load")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="also write a table")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="also draw it (SVG)")


def _item_stats(options: argparse.Namespace) -> int:
    from tpo.grading.graded import report

    return report(options)


def _check_env(options: argparse.Namespace) -> int:
    from tpo.check_env import report

    return report()


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    """`tpo check WHAT …`: the course's engines on a team's own files."""
    from tpo.team.api import arguments as api
    from tpo.team.data import arguments as data
    from tpo.team.delivery import arguments as delivery
    from tpo.team.slo import arguments as slo

    kinds = parser.add_subparsers(metavar="WHAT", dest="what", required=True)
    api(kinds.add_parser("api", help="does a new version of an API break anybody?"))
    criteria = kinds.add_parser("criteria", help="which wrong builds would your criteria accept?")
    criteria.add_argument(
        "feature", type=Path, nargs="?", help="a .feature file; without one, the steps are listed"
    )
    criteria.add_argument("--domain", type=Path, help="your steps and builds, one Python file")
    criteria.add_argument("--hold-out", action="store_true", help="also run the builds held back")
    drawn = kinds.add_parser("map", help="can a journey walk your map?")
    drawn.add_argument("file", type=Path, help="Mermaid (flowchart or C4) or YAML")
    drawn.add_argument("--to", choices=("mermaid", "c4", "yaml"), help="print it in another format")
    data(kinds.add_parser("data", help="do your files keep their data contract?"))
    slo(kinds.add_parser("slo", help="which alerts would your minutes have raised?"))
    delivery(kinds.add_parser("delivery", help="five delivery metrics of each service"))
    adr = kinds.add_parser("adr", help="can your decision record be run?")
    adr.add_argument("file", type=Path, help="a Markdown file")
    adr.add_argument("--map", type=Path, help="your map (Mermaid or YAML), to run the rule on")


def _check(options: argparse.Namespace) -> int:
    if options.what in ("api", "data", "slo", "delivery"):
        return int(import_module(f"tpo.team.{options.what}").run(options))
    if options.what == "criteria":
        from tpo.team.criteria import check_criteria, list_steps

        if options.feature is None:
            return list_steps(options.domain)
        return check_criteria(options.feature, options.domain, options.hold_out)
    if options.what == "adr":
        from tpo.team.adr import report as report_adr

        return report_adr(options.file, options.map)
    from tpo.team.map import convert, report

    return convert(options.file, options.to) if options.to else report(options.file)


def _workspace_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="your own copy of the course")


def _progress(options: argparse.Namespace) -> int:
    from tpo.companion.command import run_progress

    return run_progress(options.workspace)


def _review_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("sheet", "csv", "anki"),
        help="a weekly sheet to print, a spreadsheet, or a text file that Anki imports",
    )
    _workspace_argument(parser)


def _review(options: argparse.Namespace) -> int:
    from tpo.companion.command import run_review

    return run_review(options.what, options.workspace)


def _portfolio_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--view",
        choices=("employer", "mentor", "instructor"),
        default="employer",
        help="who will read it (default: employer)",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write it")
    _workspace_argument(parser)


def _portfolio(options: argparse.Namespace) -> int:
    from tpo.companion.command import run_portfolio

    return run_portfolio(options.workspace, options.view, options.out)


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="the zip file to write")
    _workspace_argument(parser)


def _backup(options: argparse.Namespace) -> int:
    from datetime import date

    from tpo.backup import backup
    from tpo.paths import checkout

    workspace = options.workspace or checkout() / "workspace"
    print(f"Your workspace is in {backup(workspace, options.file, date.today())}.")
    return 0


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a zip file made by backup")
    _workspace_argument(parser)


def _restore(options: argparse.Namespace) -> int:
    from tpo.backup import restore
    from tpo.paths import checkout

    folder = restore(options.file, options.workspace or checkout() / "workspace")
    print(f"Your workspace is back in {folder}. Open it with: {PROGRAM} lab --workspace {folder}")
    return 0


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    pass


COMMANDS = (
    Command("lab", "open the course in JupyterLab", _lab_arguments, _lab),
    Command("test", "check the code, run the tests and every notebook", _test_arguments, _test),
    Command("build", "make notebooks and sheets from authoring/", _build_arguments, _build),
    Command("grade", "grade an assignment of a whole class", _grade_arguments, _grade),
    Command("item-stats", "see how each exercise did", _item_stats_arguments, _item_stats),
    Command(
        "check",
        "run your team's own API, criteria, map, decision, data or objectives",
        _check_arguments,
        _check,
    ),
    Command("progress", "write your progress as a page", _workspace_argument, _progress),
    Command("review", "take your cards along on paper, in a file", _review_arguments, _review),
    Command(
        "portfolio", "make the pages to send from what you made", _portfolio_arguments, _portfolio
    ),
    Command("backup", "pack your workspace into one file", _backup_arguments, _backup),
    Command("restore", "unpack a backup into a new folder", _restore_arguments, _restore),
    Command("check-env", "see whether this machine has all it needs", _no_arguments, _check_env),
)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on.")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port; choose a number from 1024 to 65535.")


def build_parser(commands: Sequence[Command] = COMMANDS) -> argparse.ArgumentParser:
    """Return the parser for all subcommands."""
    width = max(len(command.name) for command in commands)
    listed = [f"  {command.name:{width}}  {command.purpose}" for command in commands]
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Two Languages: a hands-on course for technical product owners.",
        epilog="\n".join(["commands:", *listed]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = parser.add_subparsers(
        metavar="COMMAND", dest="command", required=True, help="one of the commands below"
    )
    for command in commands:
        subparser = subparsers.add_parser(
            command.name, description=command.purpose[:1].upper() + command.purpose[1:] + "."
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run, rest=[])
    return parser


def main(arguments: Sequence[str] | None = None, commands: Sequence[Command] = COMMANDS) -> int:
    """Run one subcommand and return its exit code; every expected trouble is one sentence."""
    # When a process ends, Python looks at every object once more: 0.3 s for all of nbgrader.
    atexit.register(gc.freeze)
    own = list(sys.argv[1:] if arguments is None else arguments)
    rest: list[str] = []
    if "--" in own:
        cut = own.index("--")
        own, rest = own[:cut], own[cut + 1 :]
    if own[:1] == ["nbgrader"]:  # its own words and options, none of ours
        from tpo.grading.command import run

        return run(own[1:])
    names = [command.name for command in commands]
    if own and not own[0].startswith("-") and own[0] not in names:
        near = get_close_matches(own[0], names, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(names)}."
        return _complain(f"There is no command {own[0]!r}: {hint}", code=2)
    options = build_parser(commands).parse_args(own or ["--help"])
    if rest and options.command != "test":
        return _complain("Only the command test takes arguments after --.", code=2)
    options.rest = rest
    try:
        return options.run(options)
    except TroubleError as trouble:
        return _complain(str(trouble))
    except KeyboardInterrupt:
        return _complain("Stopped.", code=130)
    except ImportError as error:
        if (error.name or "tpo").split(".")[0] == "tpo":
            raise
        return _complain(
            f"The package {error.name} is missing or damaged: delete the folder .venv, then run "
            "the same command again."
        )


def _complain(sentence: str, code: int = 1) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
