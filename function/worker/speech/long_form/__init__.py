"""CLOVA Speech's long-form recognition: a whole recording is submitted once, and asked for until it is ready.

`transcribe` is the stage: `sound` makes what `submit` hands in, and `await_result` asks for what became of it. `waits`
says how long, `submission` is what one attempt leaves for the next, and `placing` puts the words on the video's clock.
"""
