import { agentCommand } from '../../../agent/command';
import { CONNECTORS } from '../../../agent/connectors';
import { fileConnector } from './file-connector';

const { KEYLEDGER_TEST_CRASH_AT: crashAt, KEYLEDGER_TEST_WAIT: wait = '5' } = process.env;

/** The agent as it is, but for two things: a connector that needs no root, and a death wish at a named point. */
agentCommand(process.argv.slice(2), process.env, {
  connectors: [...CONNECTORS, fileConnector],
  wait: Number(wait),
  at: (point) => {
    if (point === crashAt) process.kill(process.pid, 'SIGKILL');
  },
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${String((error as Error).stack)}\n`);
    process.exit(70);
  },
);
