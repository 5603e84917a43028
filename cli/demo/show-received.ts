import { once } from 'node:events';
import { UsageError } from '../usage-error';
import { startReceivers } from './receivers';

interface Options {
  readonly secret?: string | undefined;
  readonly 'smtp-port'?: string | undefined;
  readonly 'webhook-port'?: string | undefined;
}

const portOf = (option: string, given: string): number => {
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535) {
    throw new UsageError(`--${option} is ${given}; give a port from 0 to 65535.`);
  }
  return Number(given);
};

/** Shows what arrives by mail and webhook, until somebody stops it. */
export const showReceived = async (options: Options, show: (line: string) => Promise<void>): Promise<number> => {
  const { secret, 'smtp-port': mail = '2525', 'webhook-port': webhook = '9099' } = options;
  if (secret === undefined) throw new UsageError("--secret is missing; give the secret of the webhook's channel.");
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const ports = { mail: portOf('smtp-port', mail), webhook: portOf('webhook-port', webhook) };
  const receivers = await startReceivers(ports, secret, (line) => void show(line));
  await show(`waiting for mail on port ${receivers.ports.mail}, for webhooks on port ${receivers.ports.webhook}`);
  await stopped;
  receivers.end();
  return 0;
};
