import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../../cli/witness/state-file';
import { witnessServer } from '../../cli/witness/witness-server';
import { verifyBundle } from '../../verifier/verify-bundle';
import { COSIGNATURE_V1, noteKey, vkeyOf, type NoteKey } from '../../wire/tlog/note-key';
import { parsePolicy } from '../../wire/tlog/policy';
import { verifyNote } from '../../wire/tlog/verify-note';
import type { Client } from '../support/application/client';
import { checkpointBeyond, keysOf } from '../support/application/evidence-of';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

const NAME = 'audit.example/w1';
const folder = mkdtempSync(join(tmpdir(), 'keyledger-witness-'));
const { privateKey } = generateKeyPairSync('ed25519');
const key = noteKey(NAME, COSIGNATURE_V1, createPublicKey(privateKey));
const logs: NoteKey[] = [];
let witness: Server;
let application: RunningApplication;
let owner: Client;
const listening = (server: Server, port = 0) =>
  new Promise<number>((resolve) =>
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
const policyFile = join(folder, 'policy.txt');
const served = () =>
  witnessServer(
    { name: NAME, privateKey, logs, state: new StateFile(join(folder, 'state')), now: Date.now },
    () => undefined,
  );

beforeAll(async () => {
  witness = served();
  const url = `http://127.0.0.1:${await listening(witness)}/`;
  const nobody = createPublicKey(generateKeyPairSync('ed25519').privateKey);
  const silent = `witness silent ${vkeyOf(noteKey('silent', COSIGNATURE_V1, nobody))}`;
  // One that nobody serves keeps the other from nothing.
  writeFileSync(policyFile, `witness audit ${vkeyOf(key)} ${url}\n${silent} http://127.0.0.1:9/\nquorum audit\n`);
  application = await runningApplication({ env: { KEYLEDGER_EVIDENCE_POLICY_FILE: policyFile } });
  owner = await application.as('owner@example.com');
  await checkpointBeyond(owner, 0n);
  logs.push(...(await keysOf(owner)));
});
afterAll(async () => {
  await application.end();
  witness.closeAllConnections();
  witness.close();
  rmSync(folder, { recursive: true });
});

const cosigned = async () => {
  let note = '';
  await until('a cosignature', async () => {
    note = (await owner.get('/evidence/checkpoint')).text;
    return (verifyNote(note, [key])?.by.length ?? 0) > 0;
  });
  return note;
};
const verified = async () => {
  const { body } = await owner.post('/evidence/bundles', {});
  await until('the bundle', async () => (await owner.ok('GET', `/evidence/bundles/${body.id}`)).status === 'made');
  const fetched = await fetch(`${application.url}/api/v1/evidence/bundles/${body.id}/content`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  const bytes = Buffer.from(await fetched.arrayBuffer());
  const { sha256 } = await owner.ok('GET', `/evidence/bundles/${body.id}`);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  const path = join(folder, 'bundle.tar');
  writeFileSync(path, bytes);
  const policy = parsePolicy(readFileSync(policyFile));
  return verifyBundle(path, await keysOf(owner), { checkpoints: [], receipts: [], policy });
};

test('what is signed is cosigned, as it is served and in bundles, and the quorum is verified', async () => {
  expect(verifyNote(await cosigned(), await keysOf(owner))).toBeDefined();
  await until('a bundle whose quorum is reached', async () => (await verified()).findings.length === 0);
  const { notes } = await verified();
  expect(notes.join()).toContain('audit saw this checkpoint at');
  const metrics = await (await fetch(`${application.url}/metrics`)).text();
  expect(metrics).toMatch(/keyledger_evidence_witness_requests_total\{witness="audit",outcome="cosigned"\} [1-9]/);
  expect(metrics).toMatch(/keyledger_evidence_witness_lag_seconds\{witness="silent"\} [\d.]+/);
});

test('a witness that is away keeps nobody from anything', async () => {
  witness.closeAllConnections();
  await new Promise((resolve) => witness.close(resolve));
  const before = await checkpointBeyond(owner, 0n);
  await owner.ok('POST', '/organizations', { name: 'Meanwhile' });
  await checkpointBeyond(owner, before.size);
  expect((await owner.get('//health/ready')).status).toBe(200);
});

describe('the witness’s own service', () => {
  let url: string;
  beforeAll(async () => {
    witness = served();
    url = `http://127.0.0.1:${await listening(witness)}`;
  });

  test.each<[string, string, RequestInit, number]>([
    ['another path', '/', { method: 'POST', body: 'x' }, 404],
    ['another method', '/add-checkpoint', { method: 'GET' }, 405],
    ['nothing', '/add-checkpoint', { method: 'POST' }, 400],
    ['no text', '/add-checkpoint', { method: 'POST', body: Buffer.from([0xff, 0xfe]) }, 400],
    ['too much', '/add-checkpoint', { method: 'POST', body: 'x'.repeat(70_000) }, 413],
  ])('answers %s', async (_, path, init, status) => {
    expect((await fetch(`${url}${path}`, init)).status).toBe(status);
  });
});
