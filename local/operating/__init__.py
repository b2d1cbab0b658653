"""What the people who run it need by hand: a job's story, the dead letters, moving them back, forgetting a user.

Each works on a stack in AWS (`STACK=name`), with the credentials at hand, or else on the one that `make local-up`
serves. They read the ledger and messages with the worker's own code, so that they never tell another story.
"""
