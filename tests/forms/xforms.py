"""A converted XLSForm as its bindings: what is relevant and what is constrained, evaluated as a device does."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from lxml import etree
from pyxform.xls2xform import convert

from forms.questionnaire import Questionnaire
from forms.xlsform import write_xlsform

XFORMS = "{http://www.w3.org/2002/xforms}"
NAMES = {"odk": "urn:odk"}


def regex(_: object, nodes: object, pattern: str) -> bool:
    """ODK's own function, which plain XPath 1.0 lacks."""
    text = nodes[0].text if isinstance(nodes, list) else str(nodes)
    return re.search(pattern, text or "") is not None


class XForm:
    """A questionnaire written as an XLSForm and converted by pyxform."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        converted = convert(io.BytesIO(write_xlsform(questionnaire)), file_type=".xlsx")
        self.warnings = converted.warnings
        self.xml = converted.xform
        model = etree.fromstring(converted.xform.encode())
        self.binds = {
            str(bind.get("nodeset")).rsplit("/", 1)[-1]: bind
            for bind in model.iter(XFORMS + "bind")
        }
        self.instance = next(model.iter(XFORMS + "instance"))[0]

    def filled(self, answers: Mapping[str, str]) -> etree._Element:
        """The instance as a person leaves it: every node by its path, empty unless answered here."""
        root = etree.fromstring(
            re.sub(
                rb' xmlns(:\w+)?="[^"]*"| \w+:\w+="[^"]*"', b"", etree.tostring(self.instance)
            ).replace(b"orx:", b"")
        )
        for node in root.iter():
            if node.tag in answers:
                node.text = answers[node.tag]
        return root

    def allows(self, name: str, answers: Mapping[str, str]) -> bool:
        """Whether the constraint of a question lets its answer stand."""
        return self._true(name, "constraint", answers)

    def shows(self, name: str, answers: Mapping[str, str]) -> bool:
        """Whether a question or note is shown."""
        return self._true(name, "relevant", answers)

    def _true(self, name: str, part: str, answers: Mapping[str, str]) -> bool:
        written = self.binds[name].get(part)
        if written is None:
            return True
        node = next(self.filled(answers).iter(name))
        path = written.replace("regex(", "odk:regex(")
        made = etree.XPath(path, namespaces=NAMES, extensions={("urn:odk", "regex"): regex})
        return bool(made(node))
