"""What `python -m obektiv` is made of."""
