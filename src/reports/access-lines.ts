import type { AccessLine } from '../access/access-line';
import { machineReach } from '../access/person-reach';
import { whoCan } from '../access/who-can';
import { user } from '../domain/users/state';
import { vault } from '../domain/vaults/state';
import type { StateView } from './state-view';

const machinesByRecord = (view: StateView): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const [userId, { linkedTo }] of view.all(user)) {
    if (linkedTo !== undefined) found.set(linkedTo, [...(found.get(linkedTo) ?? []), userId]);
  }
  return found;
};

/** Every way by which anybody reaches the values of any vault: people, and machines that are linked to their records. */
export async function* accessLines(view: StateView, asOf: string): AsyncGenerator<AccessLine> {
  const machines = machinesByRecord(view);
  for (const [vaultId] of view.all(vault)) {
    for await (const line of whoCan(view, view.digest, vaultId, { now: asOf })) {
      yield line;
      for (const machineId of machines.get(line.idpUserId ?? '') ?? []) {
        const its = await machineReach(view, line, machineId);
        if (its !== undefined) yield its;
      }
    }
  }
}
