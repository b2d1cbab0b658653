"""Everything that can go wrong with a job, and whether the promises hold.

Real worker processes of all three tasks on emulated AWS and the services' stand-ins, at a second's pace; what happened
is written down outside the workers, and judged when all has healed and drained.

fault, trouble    what befalls a delivery: a deed at a boundary of the job, a kill at any moment, odd surroundings
case              an upload and its troubles
suites/           the cases, suite by suite
sounds            a clip that says its job's number, so that every call can be told whose it is
cataloguing       the catalogue task's videos and database, and what is wrong there
mixes             the segment mix's sounds, and what is wrong with them

launcher          a worker process: what `bootstrap` composes, around a trap
trap, wrapping    where the deed is done: ports that tell the trap which boundary is crossed
task_wrapping     those of the catalogue and of the mix
surroundings      a full disk, a wrong clock, an AWS that answers with errors
haste             ports that give a service no more time than one try needs
naive             the control in place of the product
warm              what is loaded before workers are forked

ground, stores    what runs around the workers
services          the stand-ins, which know whose request they answer
task_services     those of the catalogue and of the mix; scripts are what they do to each job
slot, killing     a worker from outside
lambda_slot       one in AWS's own Lambda runtime; in_lambda is its handler
pump, records     the queue's event source mapping
history           what was seen
judging           which promises that breaks
running, report   a suite from its cases to its line in the table
__main__, soak    `make faults` and `make soak`
"""
