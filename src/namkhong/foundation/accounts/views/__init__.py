"""Pages of sign-in: citizens, officials, security of one's account, elevated sessions."""
