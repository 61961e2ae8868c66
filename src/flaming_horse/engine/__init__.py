"""Runs actions keyed by content, in worker processes that share nothing but a store.

It knows no media. `Runner` is what the pipeline talks to; the rest is found in its own module.
Nothing is imported here, so that `import flaming_horse.engine` costs nothing.
"""
