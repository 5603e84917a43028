import { refuse, type Refusal } from '../../kernel/refusal';
import type { UserEvent } from './events';

interface Linked {
  readonly kind: 'person' | 'machine';
  readonly linkedTo?: string;
}

/** Lets a machine use what the grants of an IDP user allow, or no longer. A person maps by e-mail alone. */
export const linkUser = (state: Linked, userId: string, idpUserId: string | null): readonly UserEvent[] | Refusal => {
  if (state.kind !== 'machine') {
    return refuse('CONFLICT', 'Only users of kind machine are linked; a person is mapped by e-mail.');
  }
  if (idpUserId === null) {
    return state.linkedTo === undefined
      ? []
      : [{ type: 'keyledger.user-unlinked.v1', data: { userId, idpUserId: state.linkedTo } }];
  }
  return state.linkedTo === idpUserId ? [] : [{ type: 'keyledger.user-linked.v1', data: { userId, idpUserId } }];
};
