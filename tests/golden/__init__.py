"""What outlives a deployment, in the bytes in which it was written once.

During a deployment workers of two versions share a table, a queue and a bucket, and what people have built reads the
rest. A test that fails here says that one of them no longer understands another.
"""
