import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id'];
const ID = /^[0-9a-f]{32}$/;

const machineId = async (): Promise<string | undefined> => {
  for (const file of FILES) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (ID.test(text.trim())) return text.trim();
  }
  return undefined;
};

/**
 * A stable name of this machine and, with `more`, of one of its services: keyed by the machine's own id, which machine-id(5)
 * asks not to show to anybody. Undefined: it has none.
 */
export const machineName = async (...more: readonly string[]): Promise<string | undefined> => {
  const id = await machineId();
  if (id === undefined) return undefined;
  return createHmac('sha256', id)
    .update(['keyledger/machine/v1', ...more].join('\n'))
    .digest('hex');
};
