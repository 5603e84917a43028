import { randomBytes } from 'node:crypto';
import type { Person, ScenarioRunner } from './scenario-runner';

export interface CheckedOut {
  readonly session: { readonly id: string };
  readonly credential: { readonly value: string };
}

/** What a scenario takes place in. */
export interface DemoData {
  readonly organizationId: string;
  readonly vaultId: string;
  readonly identityId: string;
  readonly value: string;
}

/** An organization with its secret, and a vault with one credential in it. */
export const createDemoData = async (runner: ScenarioRunner, owner: Person, tag: string): Promise<DemoData> => {
  await runner.say('The owner makes an organization with its secret, and a vault with one credential in it');
  const { id: organizationId } = await runner.act(owner, 'POST', '/organizations', { body: { name: `Demo ${tag}` } });
  const secret = randomBytes(32).toString('base64');
  await runner.act(owner, 'PUT', `/organizations/${organizationId}/secret`, { body: { secret } });
  const vault = { name: 'Production', organizationId };
  const { id: vaultId } = await runner.act(owner, 'POST', '/identity-groups', { body: vault });
  const value = `demo-${randomBytes(12).toString('base64url')}`;
  const settings = { name: 'prod-db-admin', username: 'admin', credentialType: 'password', rotateAfterUse: true };
  const body = { identityGroupId: vaultId, ...settings, credential: value };
  const { id: identityId } = await runner.act(owner, 'POST', '/identities', { body });
  return { organizationId, vaultId, identityId, value };
};
