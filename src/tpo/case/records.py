"""Turn plain YAML or JSON content into frozen dataclasses, and say exactly what does not fit.

The type hints of the dataclass are the schema. Understood: ``str``, ``int``, ``float``,
``bool``, ``datetime`` (ISO text), ``Literal``, ``X | None``, ``tuple[X, ...]``, ``Facts`` and
nested dataclasses. Numbers are finite, texts are not empty.
"""

import math
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from reprlib import repr as short
from types import MappingProxyType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from tpo.case.facts import Fact, Facts
from tpo.case.files import CaseFileError, restore_advice

T = TypeVar("T")


def record(cls: type[T], data: Any, file: str, where: str = "") -> T:
    """Build one ``cls`` from a mapping. ``file`` and ``where`` go into the error sentence."""
    subject = where or "it"
    if not isinstance(data, dict):
        raise damaged(file, f"{subject} must be a block of 'name: value' lines")
    hints = get_type_hints(cls)
    known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    for name in data:
        if name not in known:
            raise damaged(file, f"{subject} has the unknown field '{name}'")
    values = {}
    for name, field in known.items():
        if name in data:
            place = f"'{name}'" + (f" of {where}" if where else "")
            values[name] = _value(hints[name], data[name], file, place)
        elif field.default is MISSING:
            raise damaged(file, f"{subject} lacks the field '{name}'")
    return cls(**values)


def keyed(rows: Iterable[T], key: Callable[[T], str], file: str) -> Mapping[str, T]:
    """Return the rows as a read-only mapping in file order; a repeated key is an error."""
    result: dict[str, T] = {}
    for row in rows:
        if key(row) in result:
            raise damaged(file, f"'{key(row)}' is there twice")
        result[key(row)] = row
    return MappingProxyType(result)


def damaged(file: str, problem: str) -> CaseFileError:
    """Return the error for a file that can be read but does not say what it should."""
    return CaseFileError(f"datasets/{file}: {problem}; {restore_advice(file)}.")


def _value(hint: Any, value: Any, file: str, where: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (hint,) = (arg for arg in args if arg is not type(None))
        return _value(hint, value, file, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise damaged(file, f"{where} must be a list")
        return tuple(_value(args[0], x, file, _item(i, x, where)) for i, x in enumerate(value, 1))
    if origin is Literal:
        if not isinstance(value, str) or value not in args:
            raise damaged(file, f"{where} must be one of {', '.join(args)}, not {short(value)}")
        return value
    if hint is Facts:
        facts = _value(tuple[Fact, ...], value, file, where)
        keyed(facts, lambda fact: fact.name, file)
        return Facts(facts)
    if is_dataclass(hint):
        return record(hint, value, file, where)  # type: ignore[arg-type]
    return _plain(hint, value, file, where)


def _item(number: int, value: Any, where: str) -> str:
    """Name one item of a list by its position and, when it has one, its own name."""
    names = [value[k] for k in ("name", "id", "term") if k in value] if type(value) is dict else []
    return f"item {number}{f' ({names[0]})' if names else ''} in {where}"


def _plain(hint: type, value: Any, file: str, where: str) -> Any:
    if hint is datetime:
        try:
            return datetime.fromisoformat(value)
        except (TypeError, ValueError):
            pass
        raise damaged(file, f"{where} must be a time like '2025-11-28T17:42', not {short(value)}")
    whole = isinstance(value, int) and not isinstance(value, bool)
    fits, wanted = {
        str: (isinstance(value, str) and value.strip() != "", "text"),
        int: (whole, "a whole number"),
        float: (whole or (isinstance(value, float) and math.isfinite(value)), "a number"),
        bool: (isinstance(value, bool), "true or false"),
    }[hint]
    if not fits:
        raise damaged(file, f"{where} must be {wanted}, not {short(value)}")
    return value
