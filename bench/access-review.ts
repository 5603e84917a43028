import { api } from './support/api';
import type { Figure } from './support/figures';
import { fillVault } from './support/fill-vault';
import { newDataDir, removeData, startServer } from './support/server-process';
import { untilCurrent } from './support/until-current';
import { makeVault } from './support/vault';

const PEOPLE = 1000;
const IDENTITIES = 10_000;
const READINGS = 20;
const OWNER = 'owner@example.com';

interface Made {
  readonly id: string;
}

const inMiB = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** Who can do what among 1,000 people and 10,000 identities, read as CSV again and again: what it costs in memory. */
export const accessReview = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  const first = await startServer(dataDir);
  const { vaultId, ids } = await makeVault(api(first.url, await first.token(OWNER)), 1);
  await first.stop();
  await fillVault(dataDir, ids[0] as string, quick ? IDENTITIES / 10 : IDENTITIES);

  const application = await startServer(dataDir);
  const token = await application.token(OWNER);
  const call = api(application.url, token);
  await untilCurrent(call);
  const group = await call<Made>('POST', '/idp/groups', { name: 'Everybody' });
  const people = quick ? PEOPLE / 10 : PEOPLE;
  for (let n = 0; n < people; n++) {
    const person = { email: `person-${n}@example.com`, displayName: `Person ${n}`, active: true };
    const { id } = await call<Made>('POST', '/idp/users', person);
    await call('PUT', `/idp/groups/${group.id}/members/${id}`);
  }
  const grant = { principalType: 'group', principalId: group.id, level: 'checkout' };
  await call('POST', `/identity-groups/${vaultId}/access`, grant);
  await untilCurrent(call);

  const lines = async (): Promise<number> => {
    const url = `${application.url}/api/v1/access-review?identityGroupId=${vaultId}&format=csv`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return (await response.text()).split('\n').filter((line) => line.includes('person-')).length;
  };
  const peak = async (): Promise<number> => {
    let most = 0;
    for (let reading = 0; reading < READINGS; reading++) {
      const read = await lines();
      if (read !== people) {
        throw new Error(`the review told of ${read} people, not of ${people}`);
      }
      most = Math.max(most, application.memory());
    }
    return most;
  };
  const early = await peak();
  const late = await peak();
  await application.stop();
  removeData(dataDir);
  return [
    {
      what: `resident memory while an access review of ${people} people is read, ${2 * READINGS} times`,
      measured: `${inMiB(late)}, ${((late / early - 1) * 100).toFixed(1)} % more than in the first half`,
      mustReach: '≤ 250 MiB, ≤ 10 % more',
      reached: Math.max(early, late) <= 250 * 1024 * 1024 && late / early <= 1.1,
    },
  ];
};
