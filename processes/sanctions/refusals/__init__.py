"""What is refused in the same act as the certificate is taken out of force."""
