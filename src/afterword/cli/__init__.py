"""The command line: flags, plain prompts, JSON out and exit codes over the same services as the screen."""
