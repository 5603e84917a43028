import { given } from '../../../test/support/given-when-then';
import { changeVault, createVault, deleteVault } from './decide';
import type { VaultDescription, VaultEvent } from './events';
import { vault, type VaultState } from './state';

const SUBJECT = { identityGroupId: 'vault1', organizationId: 'org1' };
const policy = { length: 20, classes: [{ chars: 'abc', min: 1 }] };
const created: VaultEvent = {
  type: 'keyledger.vault-created.v1',
  data: { ...SUBJECT, name: 'Servers', passwordPolicy: policy, createdAt: '2026-01-01T00:00:00.000Z' },
};
const changed = (description: VaultDescription): VaultEvent => ({
  type: 'keyledger.vault-changed.v1',
  data: { ...SUBJECT, ...description },
});
const deleted: VaultEvent = { type: 'keyledger.vault-deleted.v1', data: SUBJECT };

const create = (state: VaultState) => createVault(state, created.data as never);
const change = (description: VaultDescription) => (state: VaultState) => changeVault(state, 'vault1', description);
const remove = (state: VaultState) => deleteVault(state, 'vault1');
const renamed = { name: 'Databases', description: 'All of them' };

describe('a vault', () => {
  it.each<[string, VaultEvent[], typeof remove, readonly VaultEvent[] | string]>([
    ['is made', [], create, [created]],
    ['is made once', [created], create, 'nothing'],
    ['is not made again after it was deleted', [created, deleted], create, 'nothing'],
    ['is described anew', [created], change(renamed), [changed(renamed)]],
    [
      'is not described when nothing changes',
      [created],
      change({ name: 'Servers', passwordPolicy: policy }),
      'nothing',
    ],
    ['may lose its policy', [created], change({ name: 'Servers' }), [changed({ name: 'Servers' })]],
    [
      'may lose its description',
      [created, changed(renamed)],
      change({ name: 'Databases' }),
      [changed({ name: 'Databases' })],
    ],
    ['is not described once gone', [created, deleted], change(renamed), 'NOT_FOUND'],
    ['that never was is not described', [], change(renamed), 'NOT_FOUND'],
    ['is deleted', [created], remove, [deleted]],
    ['is deleted once', [created, deleted], remove, 'NOT_FOUND'],
    ['that never was is not deleted', [], remove, 'NOT_FOUND'],
  ])('%s', (_, facts, decide, expected) => given(vault, facts).when(decide).then(expected));

  it('forgets what a description left out', () => {
    const { outcome } = given(vault, [created, changed(renamed), changed({ name: 'Databases' })]).when(
      change({ name: 'Databases' }),
    );
    expect(outcome).toEqual([]);
  });
});
