import type { X509Certificate } from 'node:crypto';
import { parseCheckpoint, type Checkpoint } from '../wire/tlog/checkpoint';
import { KEY_CHANGED } from '../wire/tlog/key-changed';
import type { NoteKey } from '../wire/tlog/note-key';
import type { WitnessPolicy } from '../wire/tlog/policy';
import { AcceptedKeys, keyChangesOf } from './accepted-keys';
import { checkFacts } from './check-facts';
import { checkHeads } from './check-heads';
import { checkQuorum } from './check-quorum';
import { checkReceipts, leafOf, type FactPlace } from './check-receipts';
import type { Finding, Rule } from './finding';
import { Findings } from './findings';
import { noteOfReceipt, readCheckpoint, readReceipt } from './held-notes';
import { leafHashes } from './leaf-hashes';
import { readBundle, UnreadableBundle, type ReadBundle } from './read-bundle';
import type { ToldReport } from './read-report';
import { reportHead } from './report-heads';
import { StampedTimes } from './stamped-times';
import { verifiedStamps } from './stamps-of-bundle';
import { logByFacts } from './which-log';

/** What an auditor holds beside a bundle. */
export interface Held {
  /** Paths of checkpoints fetched earlier, and of receipts. */
  readonly checkpoints: readonly string[];
  readonly receipts: readonly string[];
  /** Reports that were handed over alone. */
  readonly reports?: readonly ToldReport[];
  /** Who must have cosigned; the logs it names are believed too. */
  readonly policy?: WitnessPolicy;
  /** Told each fact that was checked, by its leaf. */
  readonly onFact?: (leaf: number) => void;
  /** Whose time-stamps are believed; absent: none are looked at. */
  readonly authorities?: readonly X509Certificate[];
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
  /** The time that the newest of them says; whatever came later is not shown. */
  readonly newest?: string;
  readonly whole: boolean;
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Partial<Record<Rule, number>>>;
  /** What is not wrong and yet to be known. */
  readonly notes: readonly string[];
}

/** What the time-stamps of a bundle say of when its facts can have been recorded. */
const stampedTimes = (
  { stamped, checkpoints }: ReadBundle,
  authorities: Held['authorities'],
  headOf: (note: string) => Checkpoint | string,
  findings: Findings,
) => {
  const count = stamped.reduce((sum, { tokens }) => sum + tokens.length, 0);
  if (authorities === undefined) {
    const notes = count === 0 ? [] : [`${count} time-stamps are in the bundle; give --tsa-ca to have them verified`];
    return { times: new StampedTimes([], [], findings), notes };
  }
  const { stamps, notes } = verifiedStamps(stamped, headOf, authorities, findings);
  return { times: new StampedTimes(stamps, checkpoints, findings), notes };
};

/** Verifies a bundle against keys and what else is held of the log. Throws {@link UnreadableBundle}. */
export const verifyBundle = (path: string, keys: readonly NoteKey[], held: Held): Verification => {
  const receipts = held.receipts.map(readReceipt);
  const kept = [...held.checkpoints.map(readCheckpoint), ...receipts.map(noteOfReceipt)];
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
    const log = logByFacts(bundle.factLines(), hashes) ?? manifest.log;
    if (log !== manifest.log) {
      const detail = `the bundle says it is of log ${manifest.log}, and the facts in it are of log ${log}`;
      findings.add({ rule: 'checkpoint', detail });
    }
    const changes = keyChangesOf(bundle.factLines(KEY_CHANGED), hashes, head.origin);
    const within = [...bundle.checkpoints, ...bundle.stamped].map(({ note }) => note);
    const given = [...keys, ...(held.policy?.logs ?? [])];
    const accepted = new AcceptedKeys(given, changes, [...within, checkpoint]);
    const signed = accepted.headOf(checkpoint);
    if (typeof signed === 'string') {
      findings.add({ rule: 'signature', detail: `the checkpoint of the bundle ${signed}` });
    }
    const earlier = within.map((note) => ({ note, what: 'an earlier checkpoint in the bundle' }));
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
    const told = (held.reports ?? []).flatMap(
      (report) => reportHead(report, { origin: head.origin, hashes }, (note) => accepted.headOf(note), findings) ?? [],
    );
    checkHeads([...heads, ...told, { head, what: 'the checkpoint of the bundle' }], hashes, findings);
    const cosigned = heads.map(({ head: { size }, note }) => ({ size: Number(size), note }));
    const seen =
      held.policy === undefined
        ? []
        : checkQuorum(held.policy, { size: Number(head.size), note: checkpoint }, cosigned, findings);
    const stamped = stampedTimes(bundle, held.authorities, (note) => accepted.headOf(note), findings);
    const proved = new Set(receipts.map(leafOf));
    const shown = new Map<number, FactPlace>();
    const { notes, ...read } = checkFacts({ ...bundle, manifest: { ...manifest, log } }, hashes, findings, {
      take: (fact, leaf) => {
        stamped.times.take(fact, leaf);
        if (proved.has(leaf)) shown.set(leaf, { stream: fact.stream, revision: fact.revision });
        held.onFact?.(leaf);
      },
    });
    checkReceipts(receipts, hashes, (note) => accepted.headOf(note), shown, findings);
    return {
      origin: head.origin,
      log,
      size: Number(head.size),
      root: head.root.toString('base64'),
      ...read,
      whole: manifest.whole,
      findings: findings.all,
      counts: findings.byRule,
      notes: [...accepted.notes, ...seen, ...stamped.notes, ...notes],
    };
  } finally {
    bundle.close();
  }
};
