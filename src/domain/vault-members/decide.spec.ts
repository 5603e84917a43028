import { given } from '../../../test/support/given-when-then';
import { closeMembers, releaseMember, reserveMembers } from './decide';
import type { VaultMembersEvent } from './events';
import { vaultMembers, type VaultMembersState } from './state';

const VAULT = { organizationId: 'org1', identityGroupId: 'vault1' };
const reserved = (identityId: string): VaultMembersEvent => ({
  type: 'keyledger.vault-member-reserved.v1',
  data: { ...VAULT, identityId },
});
const released = (identityId: string): VaultMembersEvent => ({
  type: 'keyledger.vault-member-released.v1',
  data: { ...VAULT, identityId },
});
const closed: VaultMembersEvent = { type: 'keyledger.vault-members-closed.v1', data: VAULT };
const reserve = (state: VaultMembersState) => reserveMembers(state, VAULT, ['i1']);
const reserveThree = (state: VaultMembersState) => reserveMembers(state, VAULT, ['i1', 'i2', 'i1', 'i3']);
const release = (state: VaultMembersState) => releaseMember(state, VAULT, 'i1');
const close = (state: VaultMembersState) => closeMembers(state, VAULT);

describe('identities of a vault', () => {
  it.each<[string, VaultMembersEvent[], typeof reserve, readonly VaultMembersEvent[] | string]>([
    ['come', [reserved('i2')], reserve, [reserved('i1')]],
    ['come once', [reserved('i1')], reserve, 'nothing'],
    ['come together, each once', [reserved('i2')], reserveThree, [reserved('i1'), reserved('i3')]],
    ['come back', [reserved('i1'), released('i1')], reserve, [reserved('i1')]],
    ['come no more once it is closed', [closed], reserve, 'NOT_FOUND'],
    ['go', [reserved('i1')], release, [released('i1')]],
    ['go once', [reserved('i1'), released('i1')], release, 'nothing'],
    ['go from a closed one as from any', [closed], release, 'nothing'],
    ['keep it from being deleted', [reserved('i2')], close, 'VAULT_NOT_EMPTY'],
    ['that are gone keep nothing', [reserved('i2'), released('i2')], close, [closed]],
    ['being none, it closes once', [closed], close, 'nothing'],
  ])('%s', (_, facts, decide, expected) => given(vaultMembers, facts).when(decide).then(expected));

  it('are counted in the manual’s words', () => {
    const { outcome } = given(vaultMembers, [reserved('i1'), reserved('i2'), reserved('i1')]).when(close);
    expect(outcome).toMatchObject({ detail: 'Cannot delete group with 2 identities', extra: { identityCount: 2 } });
  });
});
