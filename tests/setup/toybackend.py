"""A build backend in a few lines, and wheels of a made-up package: set-ups that need no network."""

import base64
import hashlib
import zipfile
from pathlib import Path


def make_wheel(folder, name, version, files, scripts="", tag="py3-none-any"):
    """Write a wheel with these files (name in the wheel -> text) into a folder; gives its path."""
    path = Path(folder) / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: toy\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    if scripts:
        files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{scripts}\n"
    record = []
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(zipfile.ZipInfo(file), text)  # without the time of day: the same bytes always
            sha = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record.append(f"{file},sha256={sha},{len(text.encode())}\n")
        wheel.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "".join([*record, f"{info}/RECORD,,\n"]))
    return path


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """PEP 660: a wheel that only points to this folder."""
    here = str(Path(__file__).resolve().parent)
    return make_wheel(
        wheel_directory, "centric", "0.1.0", {"toy_course.pth": here}, scripts="centric = toycourse:main"
    ).name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """PEP 517 asks for it; nobody calls it."""
    raise NotImplementedError
