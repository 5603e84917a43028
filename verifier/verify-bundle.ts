import { readFileSync } from 'node:fs';
import { parseFactLine } from '../wire/tlog/bundle-manifest';
import { parseCheckpoint, type Checkpoint } from '../wire/tlog/checkpoint';
import { CompactRange } from '../wire/tlog/compact-range';
import { leafHash } from '../wire/tlog/hash';
import { leafOfFact } from '../wire/tlog/leaf-of-fact';
import type { NoteKey } from '../wire/tlog/note-key';
import type { WitnessPolicy } from '../wire/tlog/policy';
import { parseTlogProof, verifyTlogProof } from '../wire/tlog/tlog-proof';
import { KEY_CHANGED } from '../wire/tlog/key-changed';
import { checkQuorum } from './check-quorum';
import { AcceptedKeys, keyChangesOf } from './accepted-keys';
import type { Finding, Rule } from './finding';
import { Findings } from './findings';
import { FactsOfStreams } from './facts-of-streams';
import { readFact } from './read-fact';
import { leafHashes } from './leaf-hashes';
import { readBundle, UnreadableBundle, type ReadBundle } from './read-bundle';

/** What an auditor holds beside a bundle. */
export interface Held {
  /** Paths of checkpoints fetched earlier, and of receipts. */
  readonly checkpoints: readonly string[];
  readonly receipts: readonly string[];
  /** Who must have cosigned; the logs it names are believed too. */
  readonly policy?: WitnessPolicy;
}

export interface Verification {
  readonly origin: string;
  /** Which log, from 1 on. */
  readonly log: number;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** Facts that were there to be read. */
  readonly facts: number;
  readonly whole: boolean;
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Partial<Record<Rule, number>>>;
  /** What is not wrong and yet to be known. */
  readonly notes: readonly string[];
}

/** Checkpoints whose roots must be those of this tree at their sizes; in the order of their sizes. */
const checkHeads = (
  heads: readonly { readonly head: Checkpoint; readonly what: string }[],
  hashes: readonly (Buffer | undefined)[],
  findings: Findings,
): void => {
  const range = new CompactRange();
  let agrees = 0;
  let isParted = false;
  for (const { head, what } of heads.toSorted((a, b) => Number(a.head.size - b.head.size))) {
    const size = Number(head.size);
    if (size > hashes.length) {
      findings.add({
        rule: 'cut',
        leaf: hashes.length,
        detail: `${what} is of ${size} facts; this bundle ends after ${hashes.length}`,
      });
      continue;
    }
    while (range.size < size) range.append(hashes[range.size] ?? Buffer.alloc(32));
    if (range.root().equals(head.root)) {
      agrees = size;
    } else if (!isParted) {
      isParted = true;
      findings.add({
        rule: 'root',
        leaf: agrees,
        detail: `${what}, of ${size} facts, has another root: history parts between leaf ${agrees} and leaf ${size - 1}`,
      });
    }
  }
};

const checkFacts = (bundle: ReadBundle, hashes: readonly (Buffer | undefined)[], findings: Findings) => {
  const { manifest } = bundle;
  const streams = new FactsOfStreams(findings, manifest.log === 1);
  let [facts, next] = [0, 0];
  const skip = (to: number) => {
    for (; manifest.whole && next < to; next += 1) {
      findings.add({ rule: 'missing', leaf: next, detail: `the fact of leaf ${next} is not in the bundle` });
    }
    next = Math.max(next, to);
  };
  for (const line of bundle.factLines()) {
    const parsed = parseFactLine(line);
    const fact = parsed && readFact(parsed.canonical);
    if (parsed === undefined || fact === undefined) {
      findings.add({ rule: 'canonical', leaf: next, detail: 'a line is no fact in canonical form' });
      continue;
    }
    const { canonical, leaf } = parsed;
    const { stream, revision } = fact;
    if (leaf < next) {
      findings.add({ rule: 'order', leaf, stream, revision, detail: `leaf ${leaf} comes again or too late` });
    }
    skip(leaf);
    next = leaf + 1;
    facts += 1;
    if (hashes[leaf]?.equals(leafHash(leafOfFact(canonical))) !== true) {
      findings.add({
        rule: 'altered',
        leaf,
        stream,
        revision,
        detail: `the fact is not the one that was hashed into the tree`,
      });
    }
    if (manifest.whole) streams.take(fact, leaf);
  }
  skip(manifest.size);
  return { facts, notes: streams.finish() };
};

const checkReceipts = (
  paths: readonly string[],
  hashes: readonly (Buffer | undefined)[],
  keys: readonly NoteKey[],
  findings: Findings,
): void => {
  for (const path of paths) {
    const proof = parseTlogProof(readFileSync(path, 'utf8'));
    const leaf = proof === undefined ? undefined : Number(proof.index);
    const hash = leaf === undefined ? undefined : hashes[leaf];
    const holds = proof !== undefined && hash !== undefined && verifyTlogProof(proof, hash, keys) !== undefined;
    if (holds) continue;
    const detail =
      hash === undefined
        ? `${path} proves a fact that is not in this bundle`
        : `${path} proves another fact at this leaf`;
    findings.add({ rule: 'receipt', ...(leaf === undefined ? {} : { leaf }), detail });
  }
};

/** Verifies a bundle against keys and what else is held of the log. Throws {@link UnreadableBundle}. */
export const verifyBundle = (path: string, keys: readonly NoteKey[], held: Held): Verification => {
  const bundle = readBundle(path);
  try {
    const findings = new Findings();
    const { manifest, checkpoint } = bundle;
    const head = parseCheckpoint(checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1));
    if (head === undefined) throw new UnreadableBundle('its checkpoint is none');
    if (head.origin !== manifest.origin || head.size !== BigInt(manifest.size)) {
      findings.add({ rule: 'checkpoint', detail: 'the checkpoint is of another log or size than the bundle says' });
    }
    const hashes = leafHashes(bundle.tiles, Number(head.size), findings);
    const changes = keyChangesOf(bundle.factLines(KEY_CHANGED), hashes, head.origin);
    const accepted = new AcceptedKeys([...keys, ...(held.policy?.logs ?? [])], changes, [
      ...bundle.checkpoints,
      checkpoint,
    ]);
    const signed = accepted.headOf(checkpoint);
    if (typeof signed === 'string') {
      findings.add({ rule: 'signature', detail: `the checkpoint of the bundle ${signed}` });
    }
    const earlier = bundle.checkpoints.map((note) => ({ note, what: 'an earlier checkpoint in the bundle' }));
    const kept = held.checkpoints.map((file) => ({ note: readFileSync(file, 'utf8'), what: `the checkpoint ${file}` }));
    const heads = [...earlier, ...kept].flatMap(({ note, what }) => {
      const found = accepted.headOf(note);
      if (typeof found !== 'string' && found.origin === head.origin) return [{ head: found, what, note }];
      findings.add(
        typeof found === 'string'
          ? { rule: 'signature', detail: `${what} ${found}` }
          : { rule: 'checkpoint', detail: `${what} is of another log: ${found.origin}` },
      );
      return [];
    });
    checkHeads([...heads, { head, what: 'the checkpoint of the bundle' }], hashes, findings);
    const cosigned = heads.map(({ head: { size }, note }) => ({ size: Number(size), note }));
    const seen =
      held.policy === undefined
        ? []
        : checkQuorum(held.policy, { size: Number(head.size), note: checkpoint }, cosigned, findings);
    const { facts, notes } = checkFacts(bundle, hashes, findings);
    checkReceipts(held.receipts, hashes, accepted.all, findings);
    return {
      origin: head.origin,
      log: manifest.log,
      size: Number(head.size),
      root: head.root.toString('base64'),
      facts,
      whole: manifest.whole,
      findings: findings.all,
      counts: findings.byRule,
      notes: [...accepted.notes, ...seen, ...notes],
    };
  } finally {
    bundle.close();
  }
};
