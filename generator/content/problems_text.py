"""Problems as people, code hosts and programs read them."""

import json
from collections.abc import Sequence

from generator.model.problems import Problem, Severity
from generator.model.signs import label_signs
from generator.model.visible import escape_controls, show_controls

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}


def spell_problems(problems: Sequence[Problem], output: str = "text") -> str:
    """All problems as `text`, `github` or `json`; empty where there are none (an empty list as JSON)."""
    if output == "json":
        records = [problem_record(p) for p in problems]
        return escape_controls(json.dumps(records, indent=2, ensure_ascii=False)) + "\n"
    spell = _github if output == "github" else _text
    return "".join(f"{label_signs(show_controls(spell(p)), '<', '>')}\n" for p in problems)


def problem_record(problem: Problem) -> dict[str, str | int]:
    """One problem for programs."""
    return {
        "path": problem.where.path,
        "line": problem.where.line,
        "column": problem.where.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _text(problem: Problem) -> str:
    """``file:line:column: [code] what`` and a hint; warnings and notices say what they are."""
    if problem.severity is Severity.ERROR:
        return str(problem)
    line = f"{problem.where}: {problem.severity}: [{problem.code}] {problem.message}"
    return f"{line}\n  hint: {problem.hint}" if problem.hint else line


def _github(problem: Problem) -> str:
    """A workflow command that GitHub shows at the line of the pull request."""
    where = problem.where
    place = (
        f"file={_property(where.path)},line={where.line},col={where.column},title={_property(problem.code)}"
    )
    message = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    return f"::{_COMMANDS[problem.severity]} {place}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
