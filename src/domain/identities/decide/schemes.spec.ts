import { at, confirmed, ID, ON_HOSTS, replaced, requested, SETTINGS } from '../../../../test/support/an-identity';
import { given } from '../../../../test/support/given-when-then';
import { grow } from '../../../kernel/fold';
import { isRefusal } from '../../../kernel/refusal';
import { schemeOf, type ImportedScheme } from '../../../kernel/value-schemes';
import type { IdentityEvent, IdentitySettings } from '../events';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import { isToBeSavedAnew, saveAnew, decideUpgrade } from './schemes';
import { createIdentity } from './settings';
import { restoreVersion } from './versions';

const UPGRADED = 'keyledger.material-upgraded.v1';
const ANEW = 'keyledger.credential-saved-anew.v1';
const subject = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };
type Step = (state: IdentityState) => readonly IdentityEvent[] | { readonly refused: true };

const stateOf = (facts: readonly IdentityEvent[]) => grow(identity, identity.initial, facts);
const imported = (
  scheme: ImportedScheme,
  settings: Partial<IdentitySettings> = {},
  ...steps: readonly Step[]
): readonly IdentityEvent[] =>
  steps.reduce<readonly IdentityEvent[]>(
    (facts, step) => {
      const more = step(stateOf(facts));
      if (isRefusal(more)) throw new Error('the story stops');
      return [...facts, ...(more as readonly IdentityEvent[])];
    },
    createIdentity(identity.initial, subject, { ...SETTINGS, ...settings }, at(0), { scheme }),
  );
const upgrade = (version: number) => (state: IdentityState) => decideUpgrade(state, ID, version);
const boss = { by: 'boss@example.com', typedBy: 'boss', now: at(9) };
const anew = (state: IdentityState) => saveAnew(state, ID, boss);
const restored = (version: number, as: number) => (state: IdentityState) =>
  restoreVersion(state, ID, version, { version: as, by: 'boss@example.com', now: at(8) });
const inVault = [requested('r', 1), confirmed('r', 2, 2)];

test.each<[string, readonly IdentityEvent[], number, 'told' | 'nothing']>([
  ['a v1 value', imported('v1'), 1, 'told'],
  ['one that was replaced since', imported('v1', {}, replaced(2, 1)), 1, 'told'],
  ['one that was told', imported('v1', {}, upgrade(1)), 1, 'nothing'],
  ['a plaintext value', imported('plaintext'), 1, 'nothing'],
  ['a later value', imported('v1', {}, replaced(2, 1)), 2, 'nothing'],
  ['none', [], 1, 'nothing'],
])('%s is upgraded: %s', (_, facts, version, outcome) => {
  const data = { version, from: 'v1', to: 'v2' };
  given(identity, facts)
    .when(upgrade(version))
    .then(outcome === 'told' ? [{ type: UPGRADED, data }] : 'nothing');
});

test('nothing else is changed by an upgrade', () => {
  const before = stateOf(imported('v1', ON_HOSTS, replaced(2, 1)));
  const after = stateOf(imported('v1', ON_HOSTS, replaced(2, 1), upgrade(1)));
  expect(after).toEqual({ ...before, schemes: { 1: 'v2' } });
});

test.each<[string, readonly IdentityEvent[], 'v1' | 'plaintext' | 'v2']>([
  ['v1 at first', imported('v1'), 'v1'],
  ['v2 once upgraded', imported('v1', {}, upgrade(1)), 'v2'],
  ['v1 while an older value is', imported('v1', {}, ...inVault), 'v1'],
  ['plaintext at first', imported('plaintext'), 'plaintext'],
  ['v2 once rotated', imported('plaintext', {}, ...inVault), 'v2'],
  ['v2 once another value was set', imported('plaintext', {}, replaced(2, 1)), 'v2'],
  ['v2 once saved anew', imported('plaintext', {}, anew), 'v2'],
  ['plaintext when it comes back', imported('plaintext', {}, replaced(2, 1), restored(1, 3)), 'plaintext'],
  [
    'v2 when a v1 value comes back and is upgraded',
    imported('v1', {}, replaced(2, 1), restored(1, 3), upgrade(1)),
    'v2',
  ],
])('it is %s', (_, facts, scheme) => {
  const { schemes, credentialVersion } = stateOf(facts);
  expect(schemeOf(schemes, credentialVersion)).toBe(scheme);
});

test('saving a marked value anew confirms nothing: what hosts hold, and what waits, stays', () => {
  const facts = imported('plaintext', { credentialType: 'api_key' }, requested('r', 1));
  expect(stateOf(facts).rotation?.mode).toBe('manual');
  given(identity, facts)
    .when(anew)
    .then([{ type: ANEW, data: { version: 1, savedBy: 'boss@example.com', typedBy: 'boss' } }]);
  const before = stateOf(facts);
  expect(stateOf([...facts, ...(anew(before) as readonly IdentityEvent[])])).toEqual({
    ...before,
    schemes: {},
    typed: { 1: 'boss' },
  });
});

test('only a marked value in force is to be saved anew', () => {
  expect(isToBeSavedAnew(stateOf(imported('plaintext')))).toBe(true);
  expect(isToBeSavedAnew(stateOf(imported('plaintext', {}, replaced(2, 1))))).toBe(false);
  expect(isToBeSavedAnew(stateOf(imported('v1')))).toBe(false);
});
