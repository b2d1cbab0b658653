"""The whole product on one machine, without an account anywhere and without Docker.

* `demo` runs one video through it, `up` serves `sam local invoke`, `doctor` looks at a deployment's settings,
  `operating` at its jobs and dead letters.
* `stack` composes it: `emulator` (AWS), `deployment` (template.yaml), `runtime` (Lambda), `relay` (between the two).
* `services` are the three a job talks to: `standins`, or the real ones whose keys are in the environment.
* `guard` ends every program that was started, also when the one who started it is killed.

No stand-in imports `worker`: one that shared code with the client it checks would share its mistakes.
"""
