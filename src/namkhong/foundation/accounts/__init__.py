"""Accounts: how somebody or some program signs in, and how often it may ask.

Owns the words account, sign-in, second factor, passkey, recovery code, elevated session, idle lock, place of sign-in, API client, rate
limit, idempotency key. Officials sign in with a password and a second factor, citizens only through the identity
provider, programs with a client id and a secret; there is no sign-up and a citizen never has a password.

Never knows who an official is (organisations) or who a citizen is (citizens); never decides what she may do (policies
of each room). Rate limits and keys are kept as keyed hashes: their tables hold no personal data.
"""
