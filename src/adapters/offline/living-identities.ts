import type { EventStore } from '../../kernel/event-store';
import { BEFORE_FIRST } from '../../kernel/position';

const MADE = ['keyledger.identity-created.v1', 'keyledger.identity-enrollment-requested.v1'];
const DESTROYED = 'keyledger.identity-destroyed.v1';
const VALUE_LOST = 'keyledger.identity-value-lost.v1';

/** An identity that may have a value, and for which store's sake it is marked as without one. */
export interface LivingIdentity {
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly markedFor?: string;
}

/** Every identity of a log that was not destroyed, read from end to end. Throws what the store's reads throw. */
export const livingIdentities = async (store: Pick<EventStore, 'subscribe'>): Promise<readonly LivingIdentity[]> => {
  const found = new Map<string, LivingIdentity>();
  const options = {
    after: BEFORE_FIRST,
    types: [...MADE, DESTROYED, VALUE_LOST],
    signal: new AbortController().signal,
  };
  for await (const { events, caughtUp } of store.subscribe(options)) {
    for (const { type, data } of events) {
      const { identityId, identityGroupId, organizationId, materialStoreId } = data as unknown as LivingIdentity & {
        materialStoreId: string;
      };
      const known = found.get(identityId);
      if (MADE.includes(type)) found.set(identityId, { identityId, identityGroupId, organizationId });
      if (type === DESTROYED) found.delete(identityId);
      if (type === VALUE_LOST && known !== undefined) {
        found.set(identityId, { ...known, markedFor: materialStoreId });
      }
    }
    if (caughtUp) break;
  }
  return [...found.values()];
};
