"""What tests stand on: no test, and nothing of the product."""
