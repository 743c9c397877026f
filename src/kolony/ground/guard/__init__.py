"""Who works here, who may do what, and what was done: accounts, permits, the audit chain, sealed values."""
