import { api, type Api } from './support/api';
import type { Figure } from './support/figures';
import { forgetReads } from './support/forget-reads';
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
  /** Of the same on a short stream before, the very first in the process. */
  readonly shortMs: number;
  readonly stallMs: number;
}

/** An identity and a vault with a grant. */
interface Place {
  readonly identityId: string;
  readonly vaultId: string;
  readonly grantId: string;
}

interface Seeded {
  readonly long: Place;
  readonly short: Place;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const useOnce = async (call: Api, id: string): Promise<void> => {
  const body = { reason: 'bench', durationMinutes: 30 };
  const { session } = await call<{ session: Made }>('POST', `/identities/${id}/checkout`, body);
  await call('POST', `/sessions/${session.id}/checkin`);
};

const makePlace = async (call: Api): Promise<Place> => {
  const { vaultId, ids } = await makeVault(call, 1);
  const [identityId = ''] = ids;
  const group = await call<Made>('POST', '/idp/groups', { name: `Bench ${vaultId}` });
  const grant = { principalType: 'group', principalId: group.id, level: 'view_credentials' };
  const { id: grantId } = await call<Made>('POST', `/identity-groups/${vaultId}/access`, grant);
  await useOnce(call, identityId);
  return { identityId, vaultId, grantId };
};

const seed = async (dataDir: string, facts: number, grants: number): Promise<Seeded> => {
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token(OWNER));
  const [long, short] = [await makePlace(call), await makePlace(call)];
  await application.stop();
  await withStores(dataDir, async (stores) => {
    const sessions = { like: 2, known: 'sessionId', length: facts, prefix: `${long.identityId}.` };
    await lengthen(stores, `identity-${long.identityId}`, sessions);
    await lengthen(stores, `vaultAccess-${long.vaultId}`, { like: 1, known: 'grantId', length: grants });
  });
  return { long, short };
};

/** The first decision of its kind after a start, once read models are as far as the log. */
const cold = async (
  dataDir: string,
  { long, short }: Seeded,
  decide: (call: Api, place: Place) => Promise<unknown>,
): Promise<Cold> => {
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token(OWNER));
  await untilCurrent(call);
  // What is done in the background at a start is over, and the code of such a decision was run once.
  await pause(QUIET_MS);
  const shortMs = await timed(() => decide(call, short));
  await pause(QUIET_MS);
  const stalls = watchStalls(application.url);
  await pause(QUIET_MS);
  const ms = await timed(() => decide(call, long));
  // What is written behind it stalls nobody either.
  await pause(QUIET_MS);
  const stallMs = await stalls.stop();
  await application.stop();
  return { ms, shortMs, stallMs };
};

/** What policies do about facts that were put there is done, and what they had to read for it is forgotten. */
const settle = async (dataDir: string): Promise<void> => {
  const application = await startServer(dataDir);
  await untilCurrent(api(application.url, await application.token(OWNER)));
  await pause(10 * QUIET_MS);
  await application.stop();
  forgetReads(dataDir);
};

const figure = (what: string, { ms, shortMs, stallMs }: Cold, before: Cold): Figure => ({
  what: `first decision after a restart on ${what}`,
  measured: `${Math.round(ms)} ms, others waited at most ${Math.round(stallMs)} ms; the very first, on a short one, ${Math.round(shortMs)} ms (without a snapshot ${Math.round(before.ms)} ms, others ${Math.round(before.stallMs)} ms)`,
  mustReach: '≤ 50 ms, others ≤ 20 ms',
  reached: ms <= 50 && stallMs <= 20 && before.stallMs <= 20,
});

/** Decisions on long streams that nothing is known of in memory: read from their beginning, and from what was kept of them. */
export const coldDecision = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  const part = quick ? 10 : 1;
  const seeded = await seed(dataDir, FACTS / part, GRANTS / part);
  await settle(dataDir);
  const checkOut = (call: Api, { identityId }: Place) =>
    call('POST', `/identities/${identityId}/checkout`, { reason: 'bench', durationMinutes: 30 });
  const changeGrant =
    (level: string) =>
    (call: Api, { vaultId, grantId }: Place) =>
      call('PATCH', `/identity-groups/${vaultId}/access/${grantId}`, { level });
  const readIdentity = await cold(dataDir, seeded, checkOut);
  forgetReads(dataDir);
  const readVault = await cold(dataDir, seeded, changeGrant('checkout'));
  await cold(dataDir, seeded, checkOut);
  const keptIdentity = await cold(dataDir, seeded, checkOut);
  const keptVault = await cold(dataDir, seeded, changeGrant('view_credentials'));
  removeData(dataDir);
  return [
    figure('an identity with 200,000 facts', keptIdentity, readIdentity),
    figure('a vault with 10,000 grants', keptVault, readVault),
  ];
};
