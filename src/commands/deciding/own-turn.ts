import { Turns } from '../../kernel/subscription/turns';

const turns = new Turns();

/**
 * Waits for a turn of the event loop in which nobody else does costly work of this kind. What one request may cost is bounded;
 * of many that come together each would begin at once, and whoever else asks would wait for their sum.
 */
export const ownTurn = (isCostly: boolean): Promise<void> => (isCostly ? turns.next() : Promise.resolve());

/** Whether a password policy is set: it is counted, which is costly. */
export const setsPolicy = ({ passwordPolicy }: { readonly passwordPolicy?: object | null } = {}): boolean =>
  passwordPolicy !== undefined && passwordPolicy !== null;
