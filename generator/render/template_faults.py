"""What is wrong with a report's own template, as one line: its file, the line in it, and the words of the engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from jinja2 import ChoiceLoader, Environment, TemplateError, TemplateNotFound, TemplateSyntaxError

from generator.model.errors import UsageError


@contextmanager
def told_plainly(environment: Environment, name: str) -> Iterator[None]:
    """Turn a fault of the template `name` into a UsageError where a report has templates of its own.

    A fault of ours, in an environment without any, stays what it is.
    """
    try:
        yield
    except TemplateError as error:
        if not isinstance(environment.loader, ChoiceLoader):
            raise
        place = _place(error, name)
        what = f"there is no template {error}" if isinstance(error, TemplateNotFound) else str(error.message)
        raise UsageError(f"the templates of this report cannot be used: {place}: {what}") from None


def _place(error: TemplateError, name: str) -> str:
    """File and line, as far as they are known: of the syntax, else of the last template that was being drawn."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name or name}:{error.lineno}"
    place, at = name, error.__traceback__
    while isinstance(at, TracebackType):
        file = at.tb_frame.f_code.co_filename
        if file.endswith((".html", ".xml", ".svg")):
            place = f"{file}:{at.tb_lineno}"
        at = at.tb_next
    return place
