import type { IdentityHostDocument, IdentityDocument } from '../../../projections/identities/document';
import { besides, whyStopped } from './about-account';
import { entryOf } from '../../kernel/entry-of';
import { clockTime } from './clock-time';
import { explainWork } from './explain-work';
import type { HostAtHand } from './host-at-hand';
import { CODES, warned } from './host-codes';
import { inForceMeanwhile, wordFor } from './in-force';
import { knowledgeOf } from './knowledge';

const unknown = (
  word: string,
  { code, detail, mayHold = [], provenVersion }: IdentityHostDocument,
  name: string,
): string => {
  switch (code) {
    case 'OLD_MAY_WORK':
      return detail === undefined
        ? `the new ${word} works on host ${name}, and an older one may still let in there. Reconcile takes it away`
        : `the new ${word} works on host ${name}, and an older one may still let in there: ${detail}. Reconcile tries to take it away again`;
    case 'SET_BY_HAND':
      return `set by hand here; whether host ${name} has it nobody has proved. Reconcile sets it there`;
    default: {
      const kept = new Set([provenVersion ?? 0, ...mayHold.map(({ version }) => version)]).size > 1;
      const try_ = kept ? '; they are kept, try the newer one first' : '';
      return `nobody knows which ${word} host ${name} has${try_}. Reconcile settles it`;
    }
  }
};

const settled = (
  identity: IdentityDocument,
  known: IdentityHostDocument,
  { name }: HostAtHand,
  now: string,
): string => {
  const stopped = known.state === 'drifted' ? whyStopped(known, name) : undefined;
  if (stopped !== undefined) {
    return stopped;
  }
  const word = wordFor(identity);
  const knowledge = knowledgeOf(known, identity.credentialVersion);
  const inForce = inForceMeanwhile(knowledge, word);
  const at = (time: string | undefined) => (time === undefined ? '' : ` at ${clockTime(time, now)}`);
  if (knowledge === 'either') {
    return unknown(word, known, name);
  }
  if (knowledge === 'refused') {
    return `host ${name} refused the ${word}${at(known.since)}: it was changed past the vault. Reconcile sets it again`;
  }
  if (known.state === 'not_changed') {
    return `not changed on host ${name}; ${entryOf(CODES, known.code) ?? 'retry, or rotate again'}; ${inForce}`;
  }
  if (known.state === 'expired') {
    return `host ${name} did not answer in time; ${inForce}. Start its agent, then retry`;
  }
  const proof = `proved by a login on host ${name}${at(known.provenAt)}`;
  switch (knowledge) {
    case 'present':
      return [proof, ...warned(known.warnings)].join('; ');
    case 'newer':
      return [`the new ${word} is ${proof}`, ...warned(known.warnings)].join('; ');
    case 'older':
      return `an older ${word} than the one served was ${proof}. Reconcile sets the present one`;
    case 'untouched':
      return `nobody has proved yet which ${word} host ${name} holds`;
    case 'unmanaged':
      return `nothing has changed on host ${name} yet`;
  }
};

/**
 * How it goes on one host: what is known to be in force there, who is waited for, since when, what comes next, and what a
 * person can do. Held for every knowledge and every piece of work by `explain-host.spec.ts`.
 */
export const explainHost = (
  identity: IdentityDocument,
  known: IdentityHostDocument,
  host: HostAtHand,
  now: string,
): string =>
  [
    known.work === undefined
      ? settled(identity, known, host, now)
      : explainWork(identity, known, known.work, host, now),
    ...besides(identity, known, host.name),
  ].join('; ');
