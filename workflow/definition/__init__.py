"""What a flow is made of, and pictures made from it."""
