"""What the models of a case are made of."""
