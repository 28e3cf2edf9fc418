"""The programme of a certificate, drawn and told."""
