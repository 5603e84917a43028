import type { KeyObject } from 'node:crypto';
import { parseAddCheckpoint } from '../../wire/tlog/add-checkpoint';
import { parseCheckpoint } from '../../wire/tlog/checkpoint';
import { cosign } from '../../wire/tlog/cosignature';
import { EMPTY_ROOT } from '../../wire/tlog/hash';
import type { NoteKey } from '../../wire/tlog/note-key';
import { parseNote } from '../../wire/tlog/signed-note';
import { verifyConsistency } from '../../wire/tlog/verify-consistency';
import { verifyNote } from '../../wire/tlog/verify-note';
import type { Cosigned, StateFile } from './state-file';

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type?: 'text/x.tlog.size';
  readonly body: string;
}

export interface WitnessParts {
  readonly name: string;
  readonly privateKey: KeyObject;
  /** Those that it cosigns; several may be of one origin. */
  readonly logs: readonly NoteKey[];
  readonly state: Pick<StateFile, 'read' | 'write'>;
  /** ms since 1970. */
  readonly now: () => number;
}

const NONE: Cosigned = { size: 0n, root: EMPTY_ROOT };

const said = (status: WitnessAnswer['status'], body: string): WitnessAnswer => ({ status, body: `${body}\n` });

/**
 * What a witness answers to `add-checkpoint` (C2SP tlog-witness): it cosigns what continues the largest tree that it has seen of
 * a log. In one step from the look at the state to its being written, so that no two requests pass each other. Throws what the
 * file throws: then nothing is cosigned.
 */
export const addCheckpoint = ({ name, privateKey, logs, state, now }: WitnessParts, request: string): WitnessAnswer => {
  const asked = parseAddCheckpoint(request);
  const note = asked && parseNote(asked.checkpoint);
  const head = note && parseCheckpoint(note.text);
  if (asked === undefined || note === undefined || head === undefined) return said(400, 'this is no such request');
  const keys = logs.filter((key) => key.name === head.origin);
  if (keys.length === 0) return said(404, 'this log is not known here');
  if (!keys.some((key) => verifyNote(asked.checkpoint, [key]) !== undefined)) {
    return said(403, 'no known key of this log signed that');
  }
  const { oldSize, proof } = asked;
  if (oldSize > head.size) return said(400, 'the old tree is larger than the new one');
  const all = state.read();
  const last = all.get(head.origin) ?? NONE;
  if (oldSize !== last.size) return { ...said(409, String(last.size)), type: 'text/x.tlog.size' };
  if (oldSize === head.size && !last.root.equals(head.root)) {
    return { ...said(409, String(last.size)), type: 'text/x.tlog.size' };
  }
  const isFirst = oldSize === 0n && head.size > 0n;
  const continues = isFirst
    ? proof.length === 0
    : verifyConsistency({ oldSize, newSize: head.size, oldRoot: last.root, newRoot: head.root, proof });
  if (!continues) return said(422, 'the proof does not show that the tree continues the one before');
  if (head.size > last.size) state.write(all.set(head.origin, { size: head.size, root: head.root }));
  return { status: 200, body: cosign(note.text, BigInt(Math.floor(now() / 1000)), name, privateKey) };
};
