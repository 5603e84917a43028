import { refuse, type Refusal } from '../../kernel/refusal';

/** A rotation is not answered by the value that it is to replace: the reminder stays until another one is set. */
export const unchanged = (): Refusal =>
  refuse('PASSWORD_UNCHANGED', 'This is the value in force. Change it on the target, then set the new one here.');

export const reused = (): Refusal =>
  refuse('PASSWORD_REUSED', 'The value was used before; the last ten may not come back.');
