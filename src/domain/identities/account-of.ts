import type { IdentitySettings } from './events';

/** Which account on its hosts an identity means. */
export const accountOf = ({ username, connector, connectorSettings }: IdentitySettings): string =>
  JSON.stringify([username, connector, connectorSettings]);
