"""The options that set a scenario, and what they are read as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import click

from forms.sentence import Refused, Sentence
from reports.funding.budget import read_budget
from reports.method import changed, number_of
from reports.method_file import load_method
from reports.scenario import Scenario, ScenarioRefused

NOT_A_PAIR = Sentence(
    "“{text}”: cần dạng TÊN=SỐ, ví dụ beta=1,5.", "“{text}”: needs NAME=NUMBER, such as beta=1,5."
)
NOT_A_NUMBER = Sentence(
    "{name}: “{text}” không phải là số. Hãy nhập một số.",
    "{name}: “{text}” is no number. Enter a number.",
)
Command = Callable[..., Any]


def scenario_options(command: Command) -> Command:
    """Budget, floors, parameters, weights and unit costs of a scenario."""
    options = (
        click.option("--budget", help="Budget in VND, e.g. 2.000.000.000.000."),
        click.option(
            "--floor",
            "floors",
            multiple=True,
            metavar="PROVINCE=VND",
            help="Least sum of a province.",
        ),
        click.option(
            "--set",
            "parameters",
            multiple=True,
            metavar="NAME=NUMBER",
            help="A parameter of the method, e.g. beta=1,5.",
        ),
        click.option(
            "--weight",
            "weights",
            multiple=True,
            metavar="ID=NUMBER",
            help="Weight of a section or question.",
        ),
        click.option("--cost", "costs", multiple=True, metavar="ID=VND", help="A unit cost."),
    )
    return reduce(lambda wrapped, option: option(wrapped), reversed(options), command)


def scenario_of(
    budget: str | None,
    floors: tuple[str, ...],
    parameters: tuple[str, ...],
    weights: tuple[str, ...],
    costs: tuple[str, ...],
) -> Scenario:
    """The scenario that the options mean. Raises Refused naming what can't be read."""
    return Scenario(
        changed(load_method(), pairs(parameters)),
        numbers(weights),
        numbers(costs),
        None if budget is None else read_budget(budget),
        numbers(floors) if floors else None,
    )


def numbers(typed: tuple[str, ...]) -> dict[str, float]:
    """Numbers by name. Raises :class:`ScenarioRefused` naming every one that is none."""
    found: dict[str, float] = {}
    faults: list[Sentence] = []
    for name, text in pairs(typed).items():
        try:
            found[name] = number_of(text)
        except Refused:
            faults.append(NOT_A_NUMBER.filled(name=name, text=text[:60]))
    if faults:
        raise ScenarioRefused(faults)
    return found


def pairs(typed: tuple[str, ...]) -> Mapping[str, str]:
    """Texts by name, of NAME=TEXT. Raises :class:`ScenarioRefused` naming every other one."""
    faults = [NOT_A_PAIR.filled(text=each[:60]) for each in typed if "=" not in each]
    if faults:
        raise ScenarioRefused(faults)
    split = (each.partition("=") for each in typed)
    return {name.strip(): text.strip() for name, _, text in split}
