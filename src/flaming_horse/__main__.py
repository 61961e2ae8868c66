"""`python -m flaming_horse` is the command `flaming-horse`."""

from flaming_horse.cli import main

main()
