"""Every interleaving of the protocol, explored breadth first: an explicit-state model of one job.

The ledger's rows and steps are the product's own (`delivery.ledger.claim`, `delivery.ledger.entry`, the revision
condition of `adapters.memory_ledger`, `jobs.ending`); the rest is modelled here, small: what a worker does between
two writes (`work`), SQS (`queue`), the sweep (`sweep`), and what may go wrong (`faults`). `promises` says what must
hold in every state, `search` finds the shortest way to one where it does not.

One generation of one job, at most two workers at once, the sweep being one of them. Time is abstract: a lease is held
or over, and a message was sent before or after an outcome.
"""
