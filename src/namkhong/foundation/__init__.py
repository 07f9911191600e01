"""Foundation: what every wing stands on – people, agencies, time, numbers, files, messages, the record."""
