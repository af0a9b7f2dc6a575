"""The counter, the clerk's home: feeder, look, Enter, receipt, on one screen without dialogs."""
