import { supportAccessOff } from '../../access/support';
import type { Context } from '../../kernel/context';
import type { DomainEvent } from '../../kernel/event';
import type { Refusal } from '../../kernel/refusal';

/**
 * No fact is written for support but in an organization whose window the judgement has asked for and found on: whatever a
 * judgement forgot to ask, nothing comes of it. Facts that name no organization need some window.
 */
export const refuseShutOut = (
  { reliedOn }: Pick<Context, 'reliedOn'>,
  facts: readonly DomainEvent[],
): Refusal | undefined => {
  if (reliedOn === undefined) {
    return undefined;
  }
  const isAllowed = ({ data }: DomainEvent): boolean => {
    const { organizationId } = data as { readonly organizationId?: string };
    return organizationId === undefined ? reliedOn.size > 0 : reliedOn.has(organizationId);
  };
  return facts.every(isAllowed) ? undefined : supportAccessOff();
};
