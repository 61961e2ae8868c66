"""The parts of `chaos.py`: a place to build in, and one module for each way to disturb it."""
