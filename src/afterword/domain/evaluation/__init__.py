"""What all of it says: evidence, calibration, trends, coverage, and the sheet for the next interview."""
