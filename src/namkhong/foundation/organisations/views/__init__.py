"""The administrator's screens: agencies and officials."""
