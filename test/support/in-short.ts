import type { DomainEvent } from '../../src/kernel/event';
import { isRefusal, type Refusal } from '../../src/kernel/refusal';
import { expectPlain } from './given-when-then';

/** What of a fact is said, in this order, as far as it has it. */
const SAID = [
  'rotationId',
  'hostId',
  'type',
  'purpose',
  'version',
  'trigger',
  'mode',
  'reason',
  'outcome',
  'code',
  'late',
  'askedBy',
];

const inWords = ({ type, data }: DomainEvent): string => {
  const said = data as Readonly<Record<string, string | number | boolean | undefined>>;
  const words = SAID.flatMap((name) => (said[name] === undefined ? [] : [`${said[name]}`]));
  return [type.replace(/^keyledger\.|\.v1$/g, ''), ...words].join(' ');
};

/** What was decided, a line a fact, for tables of many: `job-queued r1 host2 set rotation 2`; a refusal by its code. */
export const inShort = (decided: readonly DomainEvent[] | Refusal | undefined): string | readonly string[] => {
  if (isRefusal(decided)) return decided.code;
  expectPlain(decided ?? []);
  return (decided ?? []).map(inWords);
};
