"""Rounds, medians and the table that a run prints."""

import platform
import statistics
import subprocess
from dataclasses import dataclass
from typing import Optional

from installation import java


@dataclass
class Figure:
    """One line of the table."""

    name: str
    unit: str
    value: float
    reference_name: str = ""
    reference: Optional[float] = None
    ratio: Optional[float] = None
    p50: str = ""
    p99: str = ""
    cpu: Optional[float] = None
    memory: str = ""
    counted: str = ""


class Rounds:
    """A flow and its reference that take turns.

    Machines that others use, too, do a third more or less from minute to minute; so each turn of the flow is compared
    with the turn of the reference beside it, and the median of these ratios counts.
    """

    def __init__(self, name, unit, reference_name, reference_unit=""):
        self.name, self.unit = name, unit
        self.reference_name, self.reference_unit = reference_name, reference_unit or unit
        self.values, self.references, self.cpu = [], [], []

    def note(self, value, reference, cpu=None):
        """A turn of the flow, that of the reference, and the CPU seconds that a million took in it."""
        self.values.append(value)
        self.references.append(reference)
        if cpu is not None:
            self.cpu.append(cpu)
        say(f"{self.name}: {number(value)} {self.unit}, {self.reference_name}: {number(reference)} {self.reference_unit}")

    def figure(self, **more):
        return Figure(
            self.name,
            self.unit,
            median(self.values),
            self.reference_name,
            median(self.references),
            median([value / reference for value, reference in zip(self.values, self.references)]),
            cpu=median(self.cpu) if self.cpu else None,
            **more,
        )


def median(values):
    return statistics.median(values)


def number(value):
    if value is None:
        return ""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def say(text):
    print(text, flush=True)


def print_table(figures):
    """Markdown, so that it can be pasted into docs/dev/performance.md."""
    say("")
    say(machine())
    say("")
    rows = [["", "figure", "reference", "ratio", "p50", "p99", "CPU s per million", "resident MB (peak)", "counted"]]
    for figure in figures:
        reference = "" if figure.reference is None else f"{number(figure.reference)} ({figure.reference_name})"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} x"
        row = [figure.name, f"{number(figure.value)} {figure.unit}", reference, ratio, figure.p50, figure.p99]
        rows.append(row + [number(figure.cpu), figure.memory, figure.counted])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for index, row in enumerate(rows):
        say("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if index == 0:
            say("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    say("")


def machine():
    model = "processor"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    with open("/proc/cpuinfo") as file:
        cores = sum(line.startswith("processor") for line in file)
    version = subprocess.run([java(), "-version"], capture_output=True, text=True).stderr.splitlines()[1]
    return f"{cores} x {model}; Linux {platform.release()}; {version}"
