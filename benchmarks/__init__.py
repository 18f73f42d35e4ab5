"""What the package costs, beside the plain script that it takes the place of (README.md)."""
