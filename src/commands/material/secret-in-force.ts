import type { SealedSecret } from '../../kernel/material';
import type { MaterialStore } from '../../kernel/material-store';

/**
 * The secret that seals what is stored from now on: the one the log names. Where that was replaced and destroyed in a stretch
 * that the log has lost since, the one that took its place: everything is sealed by it.
 */
export const secretInForce = async (
  store: Pick<MaterialStore, 'highestSecret'>,
  organizationId: string,
  named: number,
  reads: Pick<MaterialStore, 'secret'>,
): Promise<SealedSecret | undefined> => {
  const secret = await reads.secret(organizationId, named);
  if (secret !== undefined) return secret;
  const highest = await store.highestSecret(organizationId);
  return highest > named ? reads.secret(organizationId, highest) : undefined;
};
