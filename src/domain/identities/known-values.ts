import type { KnownValues } from '../../kernel/in-force';
import type { IdentityState } from './state';

/** What is known of its values, as far as it says which are in force. */
export const knownValues = ({
  credentialVersion: current,
  settings: { hostIds },
  holdings,
  origins,
}: Pick<IdentityState, 'credentialVersion' | 'settings' | 'holdings' | 'origins'>): KnownValues => ({
  current,
  hostIds,
  hosts: Object.fromEntries(
    Object.entries(holdings).map(([hostId, { version, mayHold }]) => [
      hostId,
      { ...(version === undefined ? {} : { proven: version }), mayHold: mayHold.map((each) => each.version) },
    ]),
  ),
  origins,
});
