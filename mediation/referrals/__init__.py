"""Reading a referral: what a court's letter or a chat message says of a new case, never a guess."""
