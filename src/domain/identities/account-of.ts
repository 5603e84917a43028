import type { IdentitySettings } from './events';
import { canonicalJson } from '../../kernel/facts/canonical-json';

/** Which account on its hosts an identity means. */
export const accountOf = ({ username, connector, connectorSettings }: IdentitySettings): string =>
  canonicalJson({ username, connector, connectorSettings });
