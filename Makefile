.PHONY: run
run:
	.venv/bin/afterword
