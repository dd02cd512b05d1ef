"""What Afterword is about: frozen objects and pure functions, free of files, clocks and screens."""
