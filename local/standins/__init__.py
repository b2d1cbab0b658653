"""Loopback servers that speak, and enforce, the wire of the services a job talks to.

```python
with ClovaStandIn(recognise=lambda pcm: "hello") as clova:
    clova.script = [Status(500, "STT999"), Delay(3), Ok()]  # one line a request, then ordinary answers
    ...  # point the client at clova.stt_url("Eng")
    assert [call.seconds for call in clova.calls] == [12.0, 12.0]
    assert clova.refusals == []
```

* `clova.ClovaStandIn(recognise, key_id, key, host, port)`; `.stt_url(lang)`, `.calls: list[ClovaCall]`
* `clova_speech.ClovaSpeechStandIn(recognise, domain, clock, host, port)`, for recordings; `.invoke_url`, `.jobs.pace`,
  `.submissions`, `.tokens`, `.polls`, `.endings`, `.poll_script`
* `claude.ClaudeStandIn(key, models, host, port)`; `.messages_url`, `.calls: list[ClaudeCall]`
* `bedrock.BedrockStandIn(credentials, region, clock, host, port)`; `.url`, `.calls: list[BedrockCall]`
* `backend.BackendStandIn(token, secret, show, host, port)`; `.calls` and `.accepted:
  list[Callback]`

All are `server.StandIn`: a context manager with `.url`, `.script`, `.refusals`, `.most_at_once`. What a script
may hold: everything in `faults` and, for answers only Claude gives, in `claude_answers`. Each also runs as a program:
`python -m local.standins.clova --port 8081`.
"""
