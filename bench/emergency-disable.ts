import { setTimeout as pause } from 'node:timers/promises';
import { api, type Api } from './support/api';
import { median, type Figure } from './support/figures';
import { removeData, startServer } from './support/server-process';
import { sideBySide } from './support/side-by-side';
import { timed } from './support/timed';
import { makeVault } from './support/vault';

const AT_ONCE = 32;
const ROUNDS = 3;
const LOOK_EVERY_MS = 50;

interface Made {
  readonly id: string;
}

/** A user of the vendor's support who may check out. */
const makeSupport = async (
  owner: Api,
  support: Api,
  email: string,
  vault: { organizationId: string; vaultId: string },
) => {
  const { user } = await support<{ user: Made }>('GET', '/me');
  await owner('PATCH', `/users/${user.id}`, { support: true });
  const role = { name: 'Support', permissions: ['pam_vaults.view'] };
  const { id: roleId } = await owner<Made>('POST', '/roles', role);
  const roles = [{ roleId, organizationId: vault.organizationId }];
  await owner('PUT', `/users/${user.id}/roles`, { roles });
  const record = await owner<Made>('POST', '/idp/users', { email, displayName: 'S', active: true });
  const grant = { principalType: 'user', principalId: record.id, level: 'checkout' };
  await owner('POST', `/identity-groups/${vault.vaultId}/access`, grant);
  return user.id;
};

/** Emergency disable with many open sessions of support against one with none, and how fast those end afterwards. */
export const emergencyDisable = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer();
  const owner = api(application.url, await application.token('owner@example.com'));
  const sessions = quick ? 100 : 1000;
  const vault = await makeVault(owner, sessions);
  const email = 'support@vendor.example';
  const support = api(application.url, await application.token(email));
  const userId = await makeSupport(owner, support, email, vault);
  const path = `/organizations/${vault.organizationId}/support-access`;
  const enable = () => owner('PUT', path, { enabled: true, reason: 'bench' });
  const disable = () => timed(() => owner('POST', '/support-access/emergency-disable', { reason: 'bench' }));
  const without: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    await enable();
    without.push(await disable());
  }
  await enable();
  const body = { reason: 'bench', durationMinutes: 60 };
  await sideBySide(vault.ids, AT_ONCE, (id) => support('POST', `/identities/${id}/checkout`, body));
  const began = performance.now();
  const withOpen = await disable();
  const open = async (): Promise<number> =>
    (await owner<{ items: readonly object[] }>('GET', `/sessions?status=active&userId=${userId}&limit=1`)).items.length;
  while ((await open()) > 0) await pause(LOOK_EVERY_MS);
  const perSecond = (sessions * 1000) / (performance.now() - began);
  await application.stop();
  removeData(application.dataDir);
  const ratio = withOpen / median(without);
  return [
    {
      what: `emergency disable with ${sessions} open sessions of support against one with none`,
      measured: `${ratio.toFixed(2)} × (${Math.round(withOpen)} ms, ${Math.round(median(without))} ms)`,
      mustReach: '≤ 2 ×',
      reached: ratio <= 2,
    },
    {
      what: 'their sessions end, from the request on',
      measured: `${Math.round(perSecond)}/s`,
      mustReach: '≥ 500/s',
      reached: perSecond >= 500,
    },
  ];
};
