"""Tests of the command line, the supervisor and what they start."""
