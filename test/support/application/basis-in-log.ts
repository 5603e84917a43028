import type { StreamEntry } from '../../../src/kernel/facts/stream-entry';
import type { RunningApplication } from './running-application';

type Parts = Pick<RunningApplication, 'adapters'>;

const entriesOf = async ({ adapters }: Parts, stream: string): Promise<readonly StreamEntry[]> => {
  const { entries, gone } = await adapters.eventStore.scanStream(stream, 0, 10_000);
  return gone === undefined ? entries : [];
};

interface Shown {
  readonly identityId: string;
  readonly vaultId: string;
  readonly userId: string;
  readonly idpUserId: string;
}

type Data = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a value having been shown, told from the log's bare events and nothing else: the rules are stated here a
 * second time, more plainly than deciders have them. Empty: nothing is.
 */
export const wrongWithShowing = async (application: Parts, shown: Shown): Promise<readonly string[]> => {
  const { identityId, vaultId, userId, idpUserId } = shown;
  const wrong: string[] = [];
  const facts: Record<string, readonly (readonly [string, Data])[]> = {};
  const streams = { identity: identityId, vault: vaultId, vaultAccess: vaultId, user: userId, directory: idpUserId };
  for (const [category, id] of Object.entries(streams)) {
    const entries = await entriesOf(application, `${category}-${id}`);
    if (entries.some(({ fault }) => fault !== undefined)) wrong.push(`${category} is frozen`);
    if (entries.length === 0) wrong.push(`${category} is not there`);
    facts[category] = entries.flatMap(({ event }) => (event === undefined ? [] : [[event.type, event.data as Data]]));
  }
  const grants = new Set<unknown>();
  for (const [type, { grantId, principalId }] of facts['vaultAccess'] ?? []) {
    if (type === 'keyledger.grant-given.v1' && principalId === idpUserId) grants.add(grantId);
    if (type === 'keyledger.grant-revoked.v1') grants.delete(grantId);
  }
  if (grants.size === 0) wrong.push('no grant stands');
  const isOff = (facts['user'] ?? []).reduce(
    (off, [type]) => type === 'keyledger.user-switched-off.v1' || (type !== 'keyledger.user-switched-on.v1' && off),
    false,
  );
  if (isOff) wrong.push('the user is switched off');
  return wrong;
};
