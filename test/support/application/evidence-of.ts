import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsOfBundle } from '../../../verifier/facts-of-bundle';
import { reperform } from '../../../verifier/reperform';
import { parseCheckpoint, type Checkpoint } from '../../../wire/tlog/checkpoint';
import { CompactRange } from '../../../wire/tlog/compact-range';
import { pathOfTile, tilesOf } from '../../../wire/tlog/tile-path';
import { parseVkey, type NoteKey } from '../../../wire/tlog/note-key';
import { verifyNote } from '../../../wire/tlog/verify-note';
import { until } from '../until';
import type { Client } from './client';

/** The keys that a server tells, as an auditor would have been handed them. */
export const keysOf = async (caller: Client): Promise<readonly NoteKey[]> =>
  (await caller.get('/evidence/keys')).text
    .trim()
    .split('\n')
    .map((vkey) => parseVkey(vkey) as NoteKey);

/** The newest checkpoint, verified. */
export const checkpointOf = async (caller: Client): Promise<Checkpoint & { readonly note: string }> => {
  const { status, text: note } = await caller.get('/evidence/checkpoint');
  if (status !== 200) throw new Error(`no checkpoint: ${status} ${note}`);
  const verified = verifyNote(note, await keysOf(caller));
  const checkpoint = verified && parseCheckpoint(verified.text);
  if (checkpoint === undefined) throw new Error(`the checkpoint does not verify: ${note}`);
  return { ...checkpoint, note };
};

/** A checkpoint as soon as there is one of more facts than these. */
export const checkpointBeyond = async (
  caller: Client,
  size: bigint,
): Promise<Checkpoint & { readonly note: string }> => {
  let found: (Checkpoint & { readonly note: string }) | undefined;
  await until(`a checkpoint of more than ${size} facts`, async () => {
    found = await checkpointOf(caller).catch(() => undefined);
    return found !== undefined && found.size > size;
  });
  return found as Checkpoint & { readonly note: string };
};

/** What was written before must be signed, so that it can be missed. */
export const signedAll = (owner: Client): Promise<void> =>
  until('all to be signed', async () => {
    const { items } = await owner.ok('GET', '/audit?limit=1');
    return (await owner.get(`/evidence/receipts/${items[0].id}`)).status === 200;
  });

const HASH_BYTES = 32;

/** The root of the tree's first leaves, base64, from the hashes that a server tells of each. */
export const rootAt = async ({ url }: { readonly url: string }, caller: Client, size: bigint): Promise<string> => {
  const range = new CompactRange();
  for (const tile of tilesOf(Number(size)).filter(({ level }) => level === 0)) {
    const response = await fetch(`${url}/api/v1/evidence/tile/${pathOfTile(tile)}`, {
      headers: { authorization: `Bearer ${caller.token}` },
    });
    if (response.status !== 200) throw new Error(`no tile: ${response.status}`);
    const hashes = Buffer.from(await response.arrayBuffer());
    for (let at = 0; at < hashes.length; at += HASH_BYTES) range.append(hashes.subarray(at, at + HASH_BYTES));
  }
  return range.root().toString('base64');
};

/** Has a bundle made and writes it to a file, whose path it answers. */
export const bundleInto = async (file: string, { url }: { readonly url: string }, owner: Client): Promise<string> => {
  const { body } = await owner.post('/evidence/bundles', {});
  const path = `/evidence/bundles/${body.id}`;
  await until('the bundle', async () => (await owner.ok('GET', path)).status === 'made');
  const headers = { authorization: `Bearer ${owner.token}` };
  const response = await fetch(`${url}/api/v1${path}/content`, { headers });
  if (response.status !== 200) throw new Error(`no bundle: ${response.status}`);
  writeFileSync(file, Buffer.from(await response.arrayBuffer()));
  return file;
};

/** What an auditor finds who judges the whole log of a server again, from a bundle of all that was written so far. */
export const judgedAgain = async (server: { readonly url: string }, owner: Client) => {
  await signedAll(owner);
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-judged-'));
  try {
    const { disclosures, findings } = await reperform(
      factsOfBundle(await bundleInto(join(folder, 'bundle.tar'), server, owner)),
    );
    return { disclosures, found: findings.all };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
