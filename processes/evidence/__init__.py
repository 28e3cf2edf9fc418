"""What the municipality shows: files and links, kept whole."""
