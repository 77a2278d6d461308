"""``init``: a new report that builds at once."""

from datetime import date
from pathlib import Path

from generator.model.errors import UsageError
from generator.store.site_folder import carries_mark, refuse_foreign_folder


def init_report(folder: Path, *, title: str, today: date) -> tuple[str, ...]:
    """Write the files of a new report below `folder`; nothing that is there is overwritten. Names what was written."""
    content = folder / "content"
    if (content / "report.yaml").exists():
        raise UsageError(f"{content / 'report.yaml'} is there already; this is a report")
    if carries_mark(folder):
        raise UsageError(
            f"{folder} is a published site; a build would replace the report. Name another folder"
        )
    refuse_foreign_folder(folder / "site")
    written = []
    for name, text in _files(title, today).items():
        path = folder / name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(name)
    return tuple(written)


def _files(title: str, today: date) -> dict[str, str]:
    return {
        "content/report.yaml": _REPORT.format(title=_quoted(title), today=today.isoformat()),
        "content/topics/ai-training.md": _TOPIC,
        "content/method/index.md": _METHOD,
        "content/about/index.md": _ABOUT,
        "content/contribute/index.md": _CONTRIBUTE,
        "site/.gitkeep": "",
        ".gitignore": ".cache/\n.store/\nsite/*\n!site/.gitkeep\nsite.work/\n",
    }


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_REPORT = """\
title: {title}
tagline: How companies change their terms
as-of: {today}
people:
  desk: {{name: The desk, role: the project itself}}
licences: {{notes: CC BY 4.0, code: Apache-2.0, data: CC0-1.0}}
whole-texts: context
publish-unread: false
"""

_TOPIC = """\
---
title: AI training
definition: Clauses on using what people write, say, show or do to develop or train machine-learning models.
phrases: [machine learning, artificial intelligence, train our models, training and tuning]
---
What counts here: words that allow, limit or rule out such use.
"""

_METHOD = """\
---
title: Method
summary: How captures become a redline, and what a redline may and may not show.
---
Each change on this site rests on two archived captures of one document. Both are named by their SHA-256.
"""

_ABOUT = """\
---
title: About
summary: Who makes this report, and what happens if they stop.
---
Say here who you are, how you are reached, and what becomes of the report if you stop.
"""

_CONTRIBUTE = """\
---
title: Contribute
summary: How to add or mend a page.
---
Notes are Markdown files in a repository. `smallprint check` says what is wrong with one, at the line.
"""
