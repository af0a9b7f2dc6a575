"""Duplex by hand: the fronts go through, the stack is put back, the backs go through.

The sides are named and told of only when both passes are done, each sheet's front before its back,
so a pass that is given up never leaves a hole: then the fronts alone are the pages.
"""

from dataclasses import replace

from registry_desk.errors import DeviceError
from registry_desk.intake.capture import CapturedPage, Prompt, ScanOutcome
from registry_desk.intake.faults import StacksDiffer
from registry_desk.intake.images import sync_folder
from registry_desk.intake.messages import Order
from registry_desk.intake.scanning import Watch, one_pass, renumbered


def scan_two_passes(order: Order, watch: Watch, prompt: Prompt) -> ScanOutcome:
    """Scan fronts, then backs, and interleave them.

    Raises:
        StacksDiffer: there are not as many backs as fronts; the fronts are kept as pages, the
            backs stay in the folder as ``back-NNNN``.
        DeviceError: a fault that the person did not want to go on after; the fronts are kept.
    """
    fronts: list[CapturedPage] = []
    backs: list[CapturedPage] = []
    try:
        end = _stack(order, watch, prompt, stem="front", sides=fronts)
        if end == "cancelled" or not prompt.ask(
            "scan.turn_stack", sheets=len(fronts), first=str(fronts[0].path)
        ):
            return _published(order, watch, fronts, [], "cancelled")
        end = _stack(order, watch, prompt, stem="back", sides=backs)
    except DeviceError:
        _published(order, watch, fronts, [], "cancelled")
        raise
    if end == "cancelled":
        return _published(order, watch, fronts, [], "cancelled")
    if len(backs) != len(fronts):
        _published(order, watch, fronts, [], "cancelled")
        raise StacksDiffer(fronts=len(fronts), backs=len(backs))
    if order.settings.is_backs_reversed:
        backs.reverse()
    return _published(order, watch, fronts, backs, end)


def _stack(
    order: Order, watch: Watch, prompt: Prompt, *, stem: str, sides: list[CapturedPage]
) -> str:
    """Scan one side of the whole stack; after a fault go on when the person says so."""
    feeder = replace(order.settings, source="feeder")
    hears = Watch(sides.append, watch.progress, watch.cancelled, watch.page_timeout_s)
    while True:
        part = replace(order, settings=feeder, stem=stem, first_index=len(sides) + 1)
        try:
            return one_pass(part, hears).end
        except DeviceError as fault:
            if not prompt.ask("scan.go_on", fault=fault.code, kept=len(sides)):
                raise


def _published(
    order: Order, watch: Watch, fronts: list[CapturedPage], backs: list[CapturedPage], end: str
) -> ScanOutcome:
    """Give the sides their names as pages, in reading order, and tell of them."""
    pages: list[CapturedPage] = []
    for place, front in enumerate(fronts):
        sides = [front, backs[place]] if backs else [front]
        for side in sides:
            number = order.first_index + len(pages)
            path = order.folder / f"{order.stem}-{number:04d}{side.path.suffix}"
            side.path.replace(path)
            pages.append(renumbered(side, path, number, place + 1))
    sync_folder(order.folder)
    for page in pages:
        watch.on_page(page)
    return ScanOutcome(len(pages), len(fronts), end)
