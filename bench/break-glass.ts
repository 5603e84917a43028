import { api, type Api } from './support/api';
import { median, type Figure } from './support/figures';
import { removeData, startServer } from './support/server-process';
import { sideBySide } from './support/side-by-side';
import { timed } from './support/timed';
import { makeVault } from './support/vault';

const AT_ONCE = 32;
/** As often as one person may break the glass in a minute. */
const ROUNDS = 3;

interface Made {
  readonly id: string;
}

/** A person who may check out by a group's grant, and break the glass. */
const makeResponder = async (owner: Api, who: Api, email: string, groupId: string, roles: readonly object[]) => {
  const { user } = await who<{ user: Made }>('GET', '/me');
  await owner('PUT', `/users/${user.id}/roles`, { roles });
  const record = await owner<Made>('POST', '/idp/users', { email, displayName: 'R', active: true });
  await owner('PUT', `/idp/groups/${groupId}/members/${record.id}`);
  return who;
};

/** Break-glass against ordinary checkouts of the same people, each on an identity that nobody has. */
export const breakGlass = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer();
  const owner = api(application.url, await application.token('owner@example.com'));
  const people = Array.from({ length: quick ? 20 : 100 }, (_, n) => `responder-${n}@example.com`);
  const { organizationId, vaultId, ids } = await makeVault(owner, people.length * ROUNDS * 2);
  const permissions = ['pam_vaults.view', 'pam_vaults.break_glass'];
  const { id: roleId } = await owner<Made>('POST', '/roles', { name: 'Responder', permissions });
  const { id: groupId } = await owner<Made>('POST', '/idp/groups', { name: 'Responders' });
  const grant = { principalType: 'group', principalId: groupId, level: 'checkout' };
  await owner('POST', `/identity-groups/${vaultId}/access`, grant);
  const responders: Api[] = [];
  for (const email of people) {
    const who = api(application.url, await application.token(email));
    responders.push(await makeResponder(owner, who, email, groupId, [{ roleId, organizationId }]));
  }
  let next = 0;
  const round = (path: string, body: object): Promise<number> =>
    timed(() => sideBySide(responders, AT_ONCE, (who) => who('POST', `/identities/${ids[next++]}/${path}`, body)));
  const checkouts: number[] = [];
  const broken: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    checkouts.push(await round('checkout', { reason: 'bench', durationMinutes: 30 }));
    broken.push(await round('break-glass', { reason: 'bench' }));
  }
  await application.stop();
  removeData(application.dataDir);
  const [ordinary, emergency] = [checkouts, broken].map((times) => (people.length * 1000) / median(times));
  const ratio = (emergency as number) / (ordinary as number);
  return [
    {
      what: `break-glass against ordinary checkouts, ${people.length} people, ${AT_ONCE} at once`,
      measured: `${ratio.toFixed(2)} (${Math.round(emergency as number)}/s of ${Math.round(ordinary as number)}/s)`,
      mustReach: '≥ 0.8',
      reached: ratio >= 0.8,
    },
  ];
};
