"""Write the GitLab component, templates/zhifa.yml, from the template of ``zhifa init``.

python scripts/gitlab_component.py
"""

from pathlib import Path

from zhifa_check.repository.ci import filled
from zhifa_check.repository.package import PYTHON

COMPONENT = Path(__file__).parent.parent / "templates" / "zhifa.yml"
#: In a repository that has no copy of the script: the one of the package.
_PACKAGED_SCRIPT = (
    "\"$(python3 -c 'from zhifa_check import repository; print(repository.__path__[0])')/templates/zhifa.sh\""
)


def gitlab_component() -> str:
    """``templates/zhifa.yml`` of this repository: the generated GitLab CI with inputs, for repositories without it."""
    head = f"""\
# A GitLab component: the three jobs of a repository of submissions. Written from the template of `zhifa init`; a test
# holds the two together. What the jobs do stands at the top of src/zhifa_check/repository/templates/zhifa.sh.
spec:
  inputs:
    package:
      description: What pip installs zhifa from, the path or address of a wheel. Nothing is published under a bare name.
    image:
      default: python:{PYTHON}
      description: An image with Python 3.11 or later, git and bash.
    stage:
      default: test
---"""
    inputs = {name: f"$[[ inputs.{name} ]]" for name in ("package", "image", "stage")}
    install = (
        'test "${ZHIFA_PACKAGE#*/}" != "$ZHIFA_PACKAGE" || exit 2; '
        'python3 -m pip install --quiet --disable-pip-version-check "$ZHIFA_PACKAGE"'
    )
    return filled("gitlab.yml", head=head, script=_PACKAGED_SCRIPT, install=install, **inputs)


if __name__ == "__main__":
    COMPONENT.write_text(gitlab_component(), encoding="utf-8")
