import type { Sealing } from '../../kernel/sealing';

/** What a store remembers of the root key its contents are sealed under: tells it from others, and nothing else of it. */
export const rootKeyMark = (sealing: Sealing): string => sealing.fingerprint('root-key', 'identity');
