"""YAML as plain values: no aliases, no repeated keys, no words turned into booleans or dates."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import yaml

from forms.sentence import Refused, Sentence

LARGEST = 2_000_000
# YAML 1.1 reads an option called “no” as false, a version 2026-01-01 as a date, 1:30 as 90 and 010 as 8.
PLAIN = {
    "null": r"(?:~|null|Null|NULL|)",
    "bool": r"(?:true|True|TRUE|false|False|FALSE)",
    "int": r"[-+]?(?:0|[1-9][0-9]*)",
    "float": r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan",
}


class _Loader(yaml.SafeLoader):
    """The safe loader, stricter."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _not_allowed("aliases are not allowed", event.start_mark)
        if getattr(event, "tag", None):
            raise _not_allowed(f"the tag {event.tag} is not allowed", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _not_allowed("a key must be a word", key.start_mark)
            if key.value in seen:
                raise _not_allowed(f"the key “{key.value}” stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


# Under None stand the patterns tried for every first character.
_Loader.yaml_implicit_resolvers = {
    None: [
        (f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"))
        for tag, pattern in PLAIN.items()
    ]
}


def _not_allowed(said: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, said, mark)


def read_yaml(text: str, name: str) -> dict[str, Any]:
    """The file's mapping, text in NFC. Raises Refused with the line where it can't be read."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
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
