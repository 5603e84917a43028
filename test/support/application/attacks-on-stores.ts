import type { Rule } from '../../../verifier/finding';
import type { AttackedLog } from './attacked-log';
import type { RawFact } from './raw-log';
import { added, changed, copyOf, swapped, without, withoutCodes, withoutLast } from './rewrites';

/** What is attacked, by the names of its streams. */
export interface Ground {
  /** Of an identity: that it was made, and that it was checked out. */
  readonly identity: string;
  /** Of another one, the same. */
  readonly other: string;
  /** Who may reach their vault. */
  readonly grants: string;
  /** A user without any right. */
  readonly stranger: string;
  /** The last fact of the account in another installation under the same root key, by which a stranger is an owner there. */
  readonly elsewhere: RawFact;
}

/** What somebody does to the stores of a server that is stopped, and who notices. */
export interface Attack {
  readonly what: string;
  readonly does: (log: AttackedLog, on: Ground) => void;
  /** Streams that nobody believes any more from a revision on; the account's is told by all answers. */
  readonly freezes?: (on: Ground) => Readonly<Record<string, number>>;
  /** Why signing stops; absent: it goes on. One that was cut is another one as soon as it has grown as far again. */
  readonly stops?: 'rewritten' | 'cut';
  /** What the verifier finds in a bundle made afterwards, for an auditor who holds the key and the last checkpoint of before. */
  readonly finds: readonly Rule[];
  /** What is answered to a checkout of an identity that was not attacked; absent: 201. */
  readonly answers?: string;
}

const lastOf = (stream: string) => (facts: readonly RawFact[]) => {
  const last = facts.findLast((fact) => fact.stream === stream);
  return without((fact) => fact === last)(facts);
};

/** The rows of docs/evidence.md that can be tried on stores, by what an attacker would hope for. */
export const ATTACKS: readonly Attack[] = [
  {
    what: 'a fact says something else',
    does: (log, { identity }) =>
      log.rewrite(changed(identity, 0, ({ data }) => ({ data: { ...data, username: 'root' } }))),
    freezes: ({ identity }) => ({ [identity]: 0 }),
    stops: 'rewritten',
    finds: ['missing', 'gap'],
  },
  {
    what: 'a fact is dated back',
    does: (log, { identity }) =>
      log.rewrite(
        changed(identity, 1, ({ metadata }) => ({ metadata: { ...metadata, time: '2020-01-01T00:00:00.000Z' } })),
      ),
    freezes: ({ identity }) => ({ [identity]: 1 }),
    stops: 'rewritten',
    finds: ['missing'],
  },
  {
    what: 'a grant is gone from the middle of its stream',
    does: (log, { grants }) => log.rewrite(without(({ stream, revision }) => stream === grants && revision === 1)),
    freezes: ({ grants }) => ({ [grants]: 1 }),
    stops: 'rewritten',
    finds: ['missing', 'gap'],
    answers: 'STREAM_UNREADABLE',
  },
  {
    what: 'the last grant is gone, with all that tells how far its stream came',
    does: (log, { grants }) => log.rewrite(lastOf(grants)),
    stops: 'rewritten',
    finds: ['missing'],
  },
  {
    what: 'the beginning of a stream is cut off',
    does: (log, { grants }) => log.rewrite(without(({ stream, revision }) => stream === grants && revision < 2)),
    freezes: ({ grants }) => ({ [grants]: 0 }),
    stops: 'rewritten',
    finds: ['missing', 'gap'],
    answers: 'STREAM_UNREADABLE',
  },
  {
    what: 'facts of two streams change places',
    does: (log, { identity, other }) => log.rewrite(swapped([identity, 1], [other, 0])),
    stops: 'rewritten',
    finds: ['missing', 'gap'],
  },
  {
    what: 'a stranger becomes an owner, with the code of another fact',
    does: (log, { stranger }) =>
      log.rewrite(
        added('account', (facts) => ({
          type: 'keyledger.owner-added.v1',
          data: { userId: stranger, email: 'stranger@example.com' },
          metadata: facts.findLast(({ stream }) => stream === 'account')?.metadata ?? {},
        })),
      ),
    freezes: () => ({ account: 0 }),
    finds: [],
  },
  {
    what: 'a stranger becomes an owner by a fact of another installation under the same root key',
    does: (log, { elsewhere }) => log.rewrite(added('account', () => elsewhere)),
    freezes: () => ({ account: 0 }),
    finds: [],
  },
  {
    what: 'a fact of another stream is written again',
    does: (log, { identity, other }) =>
      log.rewrite(
        added(identity, (facts) => {
          const told = copyOf(other, 1)(facts);
          return { ...told, data: { ...told.data, identityId: identity.slice('identity-'.length) } };
        }),
      ),
    freezes: ({ identity }) => ({ [identity]: 2 }),
    finds: [],
  },
  {
    what: 'the fact that began a stream is written again',
    does: (log, { identity }) => log.rewrite(added(identity, copyOf(identity, 0))),
    freezes: ({ identity }) => ({ [identity]: 2 }),
    finds: [],
  },
  {
    what: 'the codes of the last facts are taken away',
    does: (log, { identity, other }) => log.rewrite(withoutCodes([identity, 1], [other, 1])),
    freezes: ({ identity, other }) => ({ [identity]: 1, [other]: 1 }),
    stops: 'rewritten',
    finds: ['missing'],
  },
  {
    what: 'a fraction stands where there was none',
    does: (log, { identity }) => log.rewrite(changed(identity, 0, ({ data }) => ({ data: { ...data, version: 1.5 } }))),
    freezes: ({ identity }) => ({ [identity]: 0 }),
    stops: 'rewritten',
    finds: ['missing', 'gap'],
  },
  {
    what: 'half a letter stands where there was a name',
    does: (log, { identity }) =>
      log.rewrite(
        changed(identity, 0, ({ data }) => ({
          text: JSON.stringify({ ...data, name: '?' }).replace('"?"', '"\\ud800"'),
        })),
      ),
    freezes: ({ identity }) => ({ [identity]: 0 }),
    stops: 'rewritten',
    finds: ['missing', 'gap'],
  },
  {
    what: 'members stand in another order, with spaces, and one of them twice: it means the same',
    does: (log, { identity }) =>
      log.rewrite(
        changed(identity, 0, ({ data }) => {
          const members = Object.entries(data).map((member) => member.map((each) => JSON.stringify(each)).join(': '));
          return { text: `{"username": "root", ${members.toReversed().join(', ')}}` };
        }),
      ),
    finds: [],
  },
  {
    what: 'the end of the log is cut off, with the checkpoints of it',
    does: (log) => {
      log.rewrite(withoutLast(2));
      log.putBack('early', ['evidence']);
    },
    stops: 'cut',
    finds: ['cut'],
  },
  {
    what: 'all stores are put back to an older copy',
    does: (log) => log.putBack('early', ['events', 'material', 'reads', 'evidence']),
    stops: 'cut',
    finds: ['cut'],
    answers: 'NOT_FOUND',
  },
  {
    what: 'all stores are put back, and what the key remembers',
    does: (log) => log.putBack('early'),
    finds: ['root'],
    answers: 'NOT_FOUND',
  },
  {
    what: 'another key signs all of it anew',
    does: (log) => {
      log.anotherKey();
      log.lose(['evidence', 'reads']);
    },
    finds: ['signature'],
  },
  {
    what: 'who has stolen the key takes a grant away and signs the rest anew',
    does: (log, { grants }) => {
      log.rewrite(lastOf(grants));
      log.lose(['evidence', 'reads', 'mark']);
    },
    finds: ['root'],
  },
  {
    what: 'the sealed values alone are put back to an older copy',
    does: (log) => log.putBack('early', ['material']),
    finds: [],
    answers: 'VALUE_MISSING',
  },
];
