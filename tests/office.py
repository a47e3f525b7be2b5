"""What the tests of documents share: the text of a Word file, and how LibreOffice shows a file."""

import io
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document


def lines(content: bytes) -> list[str]:
    """Every paragraph of a document, those of tables row by row, headers and footers first."""
    document = Document(io.BytesIO(content))
    found = [p.text for section in document.sections for p in section.header.paragraphs + section.footer.paragraphs]
    for block in document.element.body.iterchildren():
        if block.tag.endswith("}p"):
            found.append("".join(node.text or "" for node in block.iter() if node.tag.endswith("}t")))
        elif block.tag.endswith("}tbl"):
            rows = (node for node in block.iter() if node.tag.endswith("}tr"))
            found += ["|".join(_cell(cell) for cell in row if cell.tag.endswith("}tc")) for row in rows]
    return found


def _cell(cell: object) -> str:
    return "".join(node.text or "" for node in cell.iter() if node.tag.endswith("}t"))  # type: ignore[attr-defined]


def part(content: bytes, name: str) -> str:
    """One part of the package as text."""
    with ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode("utf-8")


def converted(file: Path, suffix: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in another format."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=180)
    return folder / f"{file.stem}.{suffix}"


def pages(file: Path, folder: Path, *, resolution: int = 50) -> list[Path]:
    """The pages of an office file as pictures, as LibreOffice lays them out."""
    paint = shutil.which("pdftoppm")
    if paint is None:
        pytest.skip("pdftoppm is not installed")
    pdf = converted(file, "pdf", folder)
    subprocess.run([paint, "-r", str(resolution), "-png", str(pdf), str(folder / file.stem)], check=True, timeout=60)
    return sorted(folder.glob(f"{file.stem}-*.png"))
