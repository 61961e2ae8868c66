"""What all tests share."""

from hypothesis import HealthCheck, settings

# Other work on the machine makes any example slow now and then; that is no fault of ours.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
