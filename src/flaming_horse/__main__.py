"""`python -m flaming_horse` is the command `flaming-horse`."""

from flaming_horse.entry import main

main()
