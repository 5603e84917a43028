import { grow } from '../../kernel/fold';
import { replaceCredential } from './decide/versions';
import { createIdentity } from './decide/settings';
import { requestByHand, requestRotation } from './decide/rotation';
import type { IdentityEvent, IdentitySettings } from './events';
import { identity } from './evolve';
import { hasNoValue } from './lost-values';
import { served } from './served';

const NOW = '2026-03-01T08:00:00.000Z';
const subject = { identityId: 'i', identityGroupId: 'v', organizationId: 'o' };
const settings = (hostIds: readonly string[] = []): IdentitySettings => ({
  name: 'db',
  username: 'admin',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds,
  ...(hostIds.length === 0 ? {} : { connector: 'unix' }),
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
});
const lost: IdentityEvent = {
  type: 'keyledger.identity-value-lost.v1',
  data: { ...subject, materialStoreId: 's', lostAt: NOW },
};
const without = (hostIds?: readonly string[]) =>
  grow(identity, identity.initial, [...createIdentity(identity.initial, subject, settings(hostIds), NOW), lost]);
const moment = { now: NOW, rotationId: 'r' };

describe('an identity whose value was lost', () => {
  it('is given no value that nobody has put on its target, whoever asks', () => {
    expect(hasNoValue(without())).toBe(true);
    expect(requestRotation(without(), 'i', 'schedule', moment)).toEqual([]);
    expect(requestByHand(without(), 'i', moment)).toMatchObject({ code: 'VALUE_MISSING' });
  });

  it('is set to a fresh one where hosts can be', () => {
    expect(requestByHand(without(['h']), 'i', moment)).toMatchObject([{ data: { mode: 'hosts' } }]);
  });

  it('has one again once a person gives it, and nothing lost is tried or brought back', () => {
    const facts = replaceCredential(without(['h']), 'i', { version: 2, by: 'ann', now: NOW });
    const state = grow(identity, without(['h']), facts as readonly IdentityEvent[]);
    expect(hasNoValue(state)).toBe(false);
    expect(served(state)).toMatchObject({ version: 2, alternatives: [] });
    expect(state.replaced).toMatchObject([{ version: 1, restorable: false }]);
  });
});
