"""What an editor needs in a repository of submissions: the schemas, and the settings that lead to them."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from zhifa_check.judge.frame import Frame
from zhifa_check.schema.plan import plan_schema
from zhifa_check.schema.registry import attested_schema, calendar_schema, rulings_schema, units_schema, waivers_schema
from zhifa_check.schema.submission import submission_schema
from zhifa_check.schema.values import Json

#: Those that say the same whatever the plan: what somebody writes now may be the plan itself.
OF_NO_PLAN: dict[str, Callable[[], Json]] = {"plan": plan_schema, "calendar": calendar_schema}
#: Every schema, by the name of the kind of file that it is for.
SCHEMAS: dict[str, Callable[[Frame], Json]] = {
    "submission": lambda frame: submission_schema(frame.plan, frame.registry),
    "units": lambda frame: units_schema(frame.plan),
    "plan": lambda _: OF_NO_PLAN["plan"](),
    "waivers": lambda frame: waivers_schema(frame.plan, frame.registry),
    "rulings": lambda frame: rulings_schema(frame.plan, frame.registry),
    "attested": lambda frame: attested_schema(frame.plan, frame.registry),
    "calendar": lambda _: OF_NO_PLAN["calendar"](),
}
#: Which files of a repository each schema is for.
_FILES = {
    "submission": ("submissions/**/*.yaml", "submissions/**/*.yml"),
    "units": ("data/units.yaml", "data/units_*.yaml"),
    "plan": ("data/plan_*.yaml",),
    "waivers": ("data/waivers.yaml",),
    "rulings": ("data/rulings.yaml",),
    "attested": ("data/attested.yaml",),
    "calendar": ("data/calendar.yaml",),
}
_EXTENSION = "redhat.vscode-yaml"


def schema_path(name: str) -> str:
    """Where a schema lies in a repository."""
    return f"data/schema/{name}.schema.json"


def modeline(file: Path, root: Path) -> str:
    """The comment by which any editor finds the schema of a submission file, whatever its settings are."""
    way = os.path.relpath(root / schema_path("submission"), file.parent).replace(os.sep, "/")
    return f"# yaml-language-server: $schema={quote(way)}"


def editor_files(frame: Frame) -> dict[str, str]:
    """Path in the repository to text: settings, the extension to install, and every schema."""
    settings = {
        "yaml.schemas": {schema_path(name): list(files) for name, files in _FILES.items()},
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "yaml.validate": True,
        "yaml.hover": True,
        "yaml.completion": True,
        "files.encoding": "utf8",
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.quickSuggestions": {"strings": True}},
    }
    return {
        ".vscode/settings.json": as_text(settings),
        ".vscode/extensions.json": as_text({"recommendations": [_EXTENSION]}),
        **{schema_path(name): as_text(make(frame)) for name, make in SCHEMAS.items()},
    }


def as_text(data: Json) -> str:
    """JSON as a person can read it, the same bytes for the same data."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
