"""What all tests share: hypothesis tries the same examples on every run, without a clock to be late against."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "afterword", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("afterword")
