"""YAML as plain values: no aliases, no repeated keys, no words turned into booleans or dates."""

from __future__ import annotations

import unicodedata
from typing import Any

import yaml

from forms.sentence import Refused, Sentence

LARGEST = 2_000_000
# YAML 1.1 reads an option called “no” as false and a version 2026-01-01 as a date.
PLAIN = {
    "tag:yaml.org,2002:bool": ("true", "True", "TRUE", "false", "False", "FALSE"),
    "tag:yaml.org,2002:timestamp": (),
}


class _Loader(yaml.SafeLoader):
    """The safe loader, stricter."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "aliases are not allowed", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if keys.count(key.value) > 1:
                said = f"the key “{key.value}” stands twice"
                raise yaml.constructor.ConstructorError(None, None, said, key.start_mark)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in PLAIN or (tag.endswith("bool") and first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str, name: str) -> dict[str, Any]:
    """The file's mapping, text in NFC. Raises Refused with the line where it can't be read."""
    if len(text) > LARGEST:
        raise _refused(name, "tệp lớn hơn 2 MB", "the file is larger than 2 MB")
    try:
        loader = _Loader(unicodedata.normalize("NFC", text.removeprefix("\ufeff")))
        content = loader.get_single_data()
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        raise _unreadable(name, fault) from fault
    if not isinstance(content, dict):
        raise _refused(name, "tệp không có các khóa ở cấp đầu", "the file has no keys at its top")
    return content


def _unreadable(name: str, fault: Exception) -> Refused:
    mark = getattr(fault, "problem_mark", None)
    said = getattr(fault, "problem", None) or type(fault).__name__
    line = f" {mark.line + 1}" if mark is not None else ""
    return _refused(
        name,
        f"không đọc được YAML, dòng{line or ' ?'} ({said})",
        f"not YAML, line{line or ' ?'} ({said})",
    )


def _refused(name: str, vi: str, en: str) -> Refused:
    return Refused(Sentence(f"{name}: {vi}.", f"{name}: {en}."))
