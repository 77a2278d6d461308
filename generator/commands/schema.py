"""``schema``: what front matter may hold, as JSON Schema for editors, with the words of this report's vocabulary."""

import json
from pathlib import Path

from generator.commands.load import read_catalog
from generator.commands.project import Project
from generator.content.schema import schema_json
from generator.model.vocabulary import Vocabulary
from generator.store.writing import write_text

SCHEMA_FOLDER = "schema"
WHOLE = "content.json"
YAML_FILES = ("report", "vocabulary")  # kinds that are whole YAML files, to which an editor ties a schema


def write_schemas(project: Project, folder: Path) -> tuple[Path, ...]:
    """Write the schemas of the report's content into `folder`; names those that had other bytes."""
    catalog, _ = read_catalog(project)
    written = []
    for name, text in schema_files(catalog.vocabulary).items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)
            written.append(path)
    return tuple(written)


def schema_files(vocabulary: Vocabulary) -> dict[str, str]:
    """The schema of all front matter, and one for each kind of YAML file, by file name."""
    text = schema_json(vocabulary)
    whole = json.loads(text)
    return {WHOLE: text} | {
        f"{kind}.json": _spell(
            {"$schema": whole["$schema"], "$ref": f"#/$defs/{kind}", "$defs": whole["$defs"]}
        )
        for kind in YAML_FILES
    }


def _spell(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
