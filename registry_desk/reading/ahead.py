"""Loaded once, in the process from which workers are forked: they share what it loads.

A module that is loaded ahead is told nothing; the languages come by the environment.
"""

import importlib
import os

from registry_desk.reading.page_work import load_models
from registry_desk.reading.results import READS

importlib.import_module("numpy.ma")  # its first median loads it: 50 ms in each worker
if os.environ.get(READS):
    load_models(os.environ[READS])
