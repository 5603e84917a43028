import type { SealedMaterial } from '../../kernel/material';
import { StoreUnavailable } from '../../kernel/store-errors';
import type { MaterialStore } from '../../kernel/material-store';
import type { Sealing } from '../../kernel/sealing';
import type { StreamReader } from '../../kernel/stream-reader';
import { organization } from '../../domain/organizations/state';
import type { KeysInForce } from './keys-in-force';
import { secretInForce } from './secret-in-force';

/** A value as it is to stand in the store, and what sealed it. */
export interface SealedAnew {
  readonly material: SealedMaterial;
  readonly by: KeysInForce;
}

/** What making sure of it asks. */
export interface OpenableIn {
  readonly store: MaterialStore;
  readonly sealing: Sealing;
  readonly reader: StreamReader;
}

/**
 * A secret that was replaced and destroyed while a value came to be sealed by it must not be its only way in. What it was is
 * still at hand, so the value, once it is written, is sealed by the one in force instead. Errors: {@link StoreUnavailable} where
 * no secret is in force any more.
 */
export const keepOpenable = async (on: OpenableIn, { material, by }: SealedAnew): Promise<void> => {
  const { store, sealing, reader } = on;
  const { organizationId } = material;
  if ((await store.secret(organizationId, by.secret.secretVersion)) !== undefined) return;
  const { state } = await (await reader.fresh()).load(organization, organizationId);
  const now = await secretInForce(store, organizationId, state.secretVersion, store);
  if (now === undefined) throw new StoreUnavailable('the organization secret was replaced meanwhile; try again');
  const again = sealing.reseal(material, by.keys, by.secret, now);
  // Where it is no longer what stands there, somebody else has taken care of it.
  if (!(await store.replace(again, by.secret.secretVersion))) return;
  await keepOpenable(on, { material: again, by: { ...by, secret: now } });
};
