import { api, type Api } from './support/api';
import type { Figure } from './support/figures';
import { lengthen } from './support/lengthen';
import { newDataDir, removeData, startServer } from './support/server-process';
import { watchStalls } from './support/stalls';
import { withStores } from './support/stores';
import { timed } from './support/timed';
import { untilCurrent } from './support/until-current';
import { makeVault } from './support/vault';

const FACTS = 200_000;
const GRANTS = 10_000;
const OWNER = 'owner@example.com';
const QUIET_MS = 1500;

interface Made {
  readonly id: string;
}

interface Cold {
  readonly ms: number;
  readonly stallMs: number;
}

interface Place {
  readonly identityId: string;
  readonly vaultId: string;
  readonly grantId: string;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const useOnce = async (call: Api, id: string): Promise<void> => {
  const body = { reason: 'bench', durationMinutes: 30 };
  const { session } = await call<{ session: Made }>('POST', `/identities/${id}/checkout`, body);
  await call('POST', `/sessions/${session.id}/checkin`);
};

const seed = async (dataDir: string, facts: number, grants: number): Promise<Place> => {
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token(OWNER));
  const { vaultId, ids } = await makeVault(call, 1);
  const [identityId = ''] = ids;
  const group = await call<Made>('POST', '/idp/groups', { name: 'Bench' });
  const grant = { principalType: 'group', principalId: group.id, level: 'checkout' };
  const { id: grantId } = await call<Made>('POST', `/identity-groups/${vaultId}/access`, grant);
  await useOnce(call, identityId);
  await application.stop();
  await withStores(dataDir, async (stores) => {
    const sessions = { like: 2, known: 'sessionId', length: facts, prefix: `${identityId}.` };
    await lengthen(stores, `identity-${identityId}`, sessions);
    await lengthen(stores, `vaultAccess-${vaultId}`, { like: 1, known: 'grantId', length: grants });
  });
  return { identityId, vaultId, grantId };
};

/** The first decision of its kind after a start, once read models are as far as the log. */
const cold = async (dataDir: string, decide: (call: Api) => Promise<unknown>): Promise<Cold> => {
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token(OWNER));
  await untilCurrent(call);
  // What is done in the background at a start is over.
  await pause(QUIET_MS);
  const stalls = watchStalls(application.url);
  const ms = await timed(() => decide(call));
  // What is written behind it stalls nobody either.
  await pause(QUIET_MS);
  const stallMs = await stalls.stop();
  await application.stop();
  return { ms, stallMs };
};

const figure = (what: string, { ms, stallMs }: Cold, before: Cold): Figure => ({
  what: `first decision after a restart on ${what}`,
  measured: `${Math.round(ms)} ms, others waited at most ${Math.round(stallMs)} ms (without a snapshot ${Math.round(before.ms)} ms, others ${Math.round(before.stallMs)} ms)`,
  mustReach: '≤ 50 ms, others ≤ 20 ms',
  reached: ms <= 50 && stallMs <= 20 && before.stallMs <= 20,
});

/** Decisions on long streams that nothing is known of in memory: read from their beginning, and from what was kept of them. */
export const coldDecision = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  const part = quick ? 10 : 1;
  const { identityId, vaultId, grantId } = await seed(dataDir, FACTS / part, GRANTS / part);
  const checkOut = (call: Api) =>
    call('POST', `/identities/${identityId}/checkout`, { reason: 'bench', durationMinutes: 30 });
  let level = 'checkout';
  const changeGrant = (call: Api) => {
    level = level === 'checkout' ? 'view_credentials' : 'checkout';
    return call('PATCH', `/identity-groups/${vaultId}/access/${grantId}`, { level });
  };
  const [readIdentity, readVault] = [await cold(dataDir, checkOut), await cold(dataDir, changeGrant)];
  const [keptIdentity, keptVault] = [await cold(dataDir, checkOut), await cold(dataDir, changeGrant)];
  removeData(dataDir);
  return [
    figure('an identity with 200,000 facts', keptIdentity, readIdentity),
    figure('a vault with 10,000 grants', keptVault, readVault),
  ];
};
