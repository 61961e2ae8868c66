"""What `run.py` and `floor.py` share: the films, how each side makes them, what is measured."""
