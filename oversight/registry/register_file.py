"""The imported register on disk: a CSV in the Thai header form, beside the results or where the user says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extract.errors import UsageError
from extract.records.register import Register as Register
from extract.records.register import entry_id, parse_register, register_csv, row_of
from oversight.whole_files import replaced

REGISTER_NAME = "registry.csv"


@dataclass(frozen=True, slots=True)
class RegisteredBody:
    """One body of the register as people read it.

    ``district_code`` is DOPA's, ``former`` its older names, ``agency_id`` what its reports bear.
    """

    dla_code: str
    type: str
    name: str
    district: str | None
    province: str
    province_code: str
    district_code: str | None
    former: tuple[str, ...] = ()
    agency_id: str | None = None


def listed(register: Register) -> tuple[RegisteredBody, ...]:
    """The entries with their places by name, in the register's order."""
    return tuple(
        RegisteredBody(
            entry.dla_code,
            entry.type,
            entry.name,
            district or None,
            province,
            entry.province_code,
            entry.district_code,
            tuple(former.name for former in entry.former),
            entry_id(entry),
        )
        for entry in register.entries
        for province, district, *_ in (row_of(entry),)
    )


def register_path(output: Path, named: Path | None = None) -> Path:
    """Where the register of an output folder is: beside the results unless it is named."""
    return named or output / REGISTER_NAME


def read_register(path: Path) -> Register:
    """Read a register file, imported or as published; ``digest`` is part of the resume key.

    Raises:
        UsageError: It is missing, not UTF-8 text, or lacks columns.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"เปิดทะเบียน อปท. {path} ไม่ได้ ({error.strerror}) ให้ใช้คำสั่ง prongsai registry import ก่อน",
            f"the register {path} cannot be read ({error.strerror}); use `prongsai registry import` first",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} ไม่ใช่ CSV แบบ UTF-8 ให้บันทึกเป็น CSV UTF-8 แล้วลองใหม่",
            f"{path} is no UTF-8 CSV; save it as CSV UTF-8 and try again",
        ) from error
    return parse_register(text)


def loaded(output: Path, named: Path | None = None) -> Register | None:
    """The register that a run into ``output`` goes by: the one named, else the imported one, else none."""
    path = register_path(output, named)
    return read_register(path) if named or path.exists() else None


def write_register(register: Register, path: Path) -> None:
    """Write the register, replacing the one before only when all of it is there.

    Raises:
        OutputError: It cannot be written.
    """
    with replaced(path) as stream:
        stream.write(register_csv(register).encode("utf-8-sig"))
