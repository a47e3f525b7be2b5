"""The training and filing rules by a Rego policy: ``python benchmarks/rego.py SUBMISSIONS`` prints what it found."""

import json
import sys
from pathlib import Path

import yaml
from regopy import Interpreter

POLICY = Path(__file__).with_name("policy.rego")


def main() -> None:
    """Load every unit with libyaml and ask the policy for its breaches."""
    interpreter = Interpreter()
    interpreter.add_module("plan", POLICY.read_text(encoding="utf-8"))
    found = []
    for unit in sorted(Path(sys.argv[1]).iterdir()):
        merged: dict[str, list[object]] = {}
        for file in sorted(unit.glob("*.yaml")):
            for name, value in yaml.load(file.read_bytes(), yaml.CSafeLoader).items():
                if isinstance(value, list):
                    merged.setdefault(name, []).extend(value)
        interpreter.set_input(json.loads(json.dumps(merged, default=str)))
        result = json.loads(str(interpreter.query("data.plan.breaches")))
        found += [[id_, unit.name, subject] for id_, subject in result["expressions"][0]]
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
