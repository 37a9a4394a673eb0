"""The method's file: every parameter with type, value, range and reason, or every fault named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from forms.sentence import Sentence
from forms.yaml_text import read_yaml
from reports.method import Method, MethodRefused, Parameter, method_of

SHIPPED = Path(__file__).parent / "data" / "method-2026.yaml"
KEYS = ("type", "value", "least", "most", "vi", "en")
KINDS = ("number", "share", "integer")
NAMES = tuple(each.name for each in fields(Method) if each.name != "parameters")


def load_method(path: Path = SHIPPED) -> Method:
    """The method in a YAML file. Raises :class:`MethodRefused` naming every fault."""
    content = read_yaml(path.read_text("utf-8"), path.name)
    found: list[Parameter] = []
    faults = [unknown(name) for name in content if name not in NAMES]
    for name in NAMES:
        wrong = wrong_with(content.get(name))
        if wrong is None:
            block = content[name]
            numbers = (block["value"], block["least"], block["most"])
            reason = Sentence(str(block["vi"]), str(block["en"]))
            found.append(Parameter(name, block["type"], *numbers, reason))
        else:
            faults.append(Sentence(f"{name}: {wrong.vi}.", f"{name}: {wrong.en}."))
    faults += [fault for each in found if (fault := each.fault()) is not None]
    if faults:
        at = path.name
        raise MethodRefused([Sentence(f"{at}: {f.vi}", f"{at}: {f.en}") for f in faults])
    return method_of(found)


def unknown(name: object) -> Sentence:
    """The sentence for a name that is no parameter."""
    return Sentence(f"{name}: không có tham số này.", f"{name}: there is no such parameter.")


def wrong_with(block: Any) -> Sentence | None:
    """What is wrong with the shape of one parameter's block; None where nothing is."""
    if not isinstance(block, dict) or set(block) != set(KEYS):
        return Sentence(f"cần đúng các khóa {', '.join(KEYS)}", f"needs the keys {', '.join(KEYS)}")
    if block["type"] not in KINDS:
        return Sentence(
            f"type là một trong {', '.join(KINDS)}", f"type is one of {', '.join(KINDS)}"
        )
    numbers = [block[key] for key in ("value", "least", "most")]
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
        return Sentence("giá trị và giới hạn phải là số", "value and range must be numbers")
    return None
