import { RefusedError } from '../../kernel/refused-error';
import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';

const MOST = 300;

/**
 * An error in words that may stand in a fact: our own, whose texts name streams and stores, or the name of one that is
 * not ours. The text of those may quote what was in hand, which may be a secret.
 */
export const causeOf = (error: unknown): string => {
  if (error instanceof RefusedError) return error.refusal.code;
  if (error instanceof StoreUnavailable || error instanceof StoreDamaged) {
    return `${error.name}: ${error.message}`.slice(0, MOST);
  }
  return error instanceof Error ? error.name.slice(0, MOST) : typeof error;
};
