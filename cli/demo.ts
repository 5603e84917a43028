import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { CliCommand } from './command';
import { demoUsers } from './demo/demo-users';
import { runIncident } from './demo/incident';
import { startOwnServer } from './demo/own-server';
import { startReceivers } from './demo/receivers';
import { ScenarioRunner } from './demo/scenario-runner';
import { runScenario } from './demo/scenario';
import { showReceived } from './demo/show-received';
import { print } from './print';
import { UsageError } from './usage-error';

const lifeOfACredential = async (runner: ScenarioRunner, env: NodeJS.ProcessEnv, tag: string): Promise<void> => {
  await runScenario(runner, await demoUsers(env, tag), tag);
  await runner.say(`That was all. The organization "Demo ${tag}" is still there to look at.`);
};

/** On a server of its own, that may send to receivers of its own: nobody's server has to be set up for it. */
const incident = async (runner: ScenarioRunner, env: NodeJS.ProcessEnv, tag: string): Promise<void> => {
  const arrived: string[] = [];
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receivers = await startReceivers({ mail: 0, webhook: 0 }, secret, (line) => arrived.push(line));
  const { mail, webhook } = receivers.ports;
  const server = await startOwnServer(env, {
    KEYLEDGER_SMTP_URL: `smtp://127.0.0.1:${mail}`,
    KEYLEDGER_MAIL_FROM: 'keyledger@example.com',
    KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  }).catch((error: unknown) => {
    receivers.end();
    throw error;
  });
  try {
    const { owner, colleagues } = await demoUsers(server.env, tag);
    if (colleagues === undefined) throw new Error("The demo's server takes no token that is signed here.");
    const channel = { kind: 'webhook', url: `http://127.0.0.1:${webhook}/`, secret, kinds: ['break-glass'] };
    await runIncident(runner, { owner, colleagues }, { arrived, channel }, tag);
    await runner.say('That was all. The server of this demo is stopped, and what it stored is gone.');
  } finally {
    await server.end();
    receivers.end();
  }
};

export const demo: CliCommand = {
  name: 'demo',
  usage: '[incident | receivers --secret S [--smtp-port P] [--webhook-port P]] [--json]',
  summary: 'Run the whole life of a credential against a running server, showing each request and its answer.',
  details: [
    'Makes an organization, a vault, a credential and two colleagues of its own, each time new ones, and leaves them there.',
    "Needs an owner's KEYLEDGER_TOKEN; where the root key is at hand, none: it signs one, and one for each colleague.",
    'incident: an emergency from the refusal to the report, on a server of its own with receivers of mail and webhooks of its own.',
    "receivers: those receivers alone, until they are stopped, showing what arrives; webhooks are checked by the channel's secret S.",
  ],
  run: async (args, env) => {
    const options = {
      json: { type: 'boolean' },
      secret: { type: 'string' },
      'smtp-port': { type: 'string' },
      'webhook-port': { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [what, ...more] = positionals;
    if (more.length > 0 || ![undefined, 'incident', 'receivers'].includes(what)) {
      throw new UsageError(`There is no demo ${positionals.join(' ')}.`);
    }
    if (what === 'receivers') {
      return showReceived(values, print);
    }
    const tag = randomBytes(4).toString('hex');
    const runner = new ScenarioRunner(values.json !== true);
    await (what === 'incident' ? incident(runner, env, tag) : lifeOfACredential(runner, env, tag));
    return 0;
  },
};
