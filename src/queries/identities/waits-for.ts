import type { IdentityDocument } from '../../../projections/identities/document';
import type { RotationOnHost } from './rotation-on-host';

/** What has to happen next: nothing, something that is under way by itself, or something that only a person can do. */
export type WaitsFor = 'nothing' | 'work' | 'person';

export const BUSY: readonly string[] = ['queued', 'leased', 'applying'];

export const waitsFor = ({ rotation }: IdentityDocument, hosts: readonly RotationOnHost[]): WaitsFor => {
  switch (rotation.status) {
    case 'failed':
    case 'suspended':
      return 'person';
    case 'pending':
      return rotation.mode === 'manual' ? 'person' : 'work';
    case 'none':
    case 'confirmed': {
      const unproved = hosts.filter(({ proved }) => !proved);
      if (unproved.length === 0) return 'nothing';
      return unproved.every(({ state }) => BUSY.includes(state)) ? 'work' : 'person';
    }
  }
};
