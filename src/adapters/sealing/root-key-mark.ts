import { systemRandom } from '../outside/system-random';
import { RootKeySealing } from './root-key-sealing';

/** What a store remembers of the root key its contents are sealed under: tells it from others, and nothing else of it. */
export const rootKeyMark = (rootKey: Uint8Array): string =>
  new RootKeySealing(rootKey, systemRandom).fingerprint('root-key', 'identity');
