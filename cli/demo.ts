import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { CliCommand } from './command';
import { demoUsers } from './demo/demo-users';
import { ScenarioRunner } from './demo/scenario-runner';
import { runScenario } from './demo/scenario';

export const demo: CliCommand = {
  name: 'demo',
  usage: '[--json]',
  summary: 'Run the whole life of a credential against a running server, showing each request and its answer.',
  details: [
    'Makes an organization, a vault, a credential and two colleagues of its own, each time new ones, and leaves them there.',
    "Needs an owner's KEYLEDGER_TOKEN; where the root key is at hand, none: it signs one, and one for each colleague.",
  ],
  run: async (args, env) => {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
    const tag = randomBytes(4).toString('hex');
    const runner = new ScenarioRunner(values.json !== true);
    await runScenario(runner, await demoUsers(env, tag), tag);
    await runner.say(`That was all. The organization "Demo ${tag}" is still there to look at.`);
    return 0;
  },
};
