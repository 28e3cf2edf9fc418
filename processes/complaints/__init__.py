"""Complaints and appeals of anybody, without an account: taken in, looked into, answered."""
