import type { Api } from './api';

export const BENCH_SECRET = 'a bench secret of more than 32 characters';

interface Made {
  readonly id: string;
}

/** An organization with a secret and a vault, and so many identities in it. */
export const makeVault = async (
  call: Api,
  identities: number,
): Promise<{ organizationId: string; vaultId: string; ids: readonly string[] }> => {
  const organization = await call<Made>('POST', '/organizations', { name: 'Bench' });
  await call('PUT', `/organizations/${organization.id}/secret`, {
    secret: BENCH_SECRET,
  });
  const vault = await call<Made>('POST', '/identity-groups', { name: 'Bench', organizationId: organization.id });
  const ids: string[] = [];
  for (let i = 0; i < identities; i++) {
    // What a load leaves open when its time is over must not refuse the next one.
    const body = {
      allowConcurrentCheckout: true,
      maxConcurrentSessions: 1000,
      identityGroupId: vault.id,
      name: `identity ${i}`,
      username: `user${i}`,
      credential: `value ${i}`,
    };
    ids.push((await call<Made>('POST', '/identities', { ...body, credentialType: 'password' })).id);
  }
  return { organizationId: organization.id, vaultId: vault.id, ids };
};
