"""A simulated network scanner: real protocol (eSCL), real driver (sane-airscan), no paper.

For demonstrations and tests only. Its name says *Simulated* wherever a person sees it. It runs as
a child process that ends with its parent, listens on loopback alone, and has every trouble that
real feeders have: see :class:`Fault`.
"""

from registry_desk.demo.scanner.machine import Fault
from registry_desk.demo.scanner.process import SimulatedScanner, simulated_scanner

__all__ = ["Fault", "SimulatedScanner", "simulated_scanner"]
