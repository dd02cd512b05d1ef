"""Letters, phrases and wordings as data, one folder of TOML files for each language."""
