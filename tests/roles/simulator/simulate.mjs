// Answers for each question on standard input whether a policy allows it: "Allowed", or what the simulator says else.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { runSimulation } = createRequire(process.argv[2])('@cloud-copilot/iam-simulate')
const { policies, questions } = JSON.parse(readFileSync(0, 'utf8'))

const answers = []
for (const { policy, principal, action, resource, context } of questions) {
  const accountId = principal.split(':')[4]
  const answer = await runSimulation({
    identityPolicies: [{ name: policy, policy: policies[policy] }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    request: { principal, action, resource: { resource, accountId }, contextVariables: context },
  }, {})
  answers.push(answer.errors?.message ?? answer.overallResult)
}
process.stdout.write(JSON.stringify(answers))
