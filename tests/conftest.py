"""What all tests share."""

import os
import signal

from hypothesis import HealthCheck, settings

# Other work on the machine makes any example slow now and then; that is no fault of ours.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# How whoever runs the tests likes words to be said is not what is tested.
os.environ["FLAMING_HORSE_PRONOUNCE"] = ""
# Nor is which programs and servers they have.
os.environ["FLAMING_HORSE_SETTINGS"] = ""

# Voices that stand in for engines are told in the environment which fault to show.
os.environ["FLAMING_HORSE_PASS_ENVIRONMENT"] = "STAND_IN_CALLS,STAND_IN_FAULT,STAND_IN_MLX"

# A shell starts what runs in the background without Ctrl-C, and the programs under test with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
