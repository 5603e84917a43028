import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../../cli/witness/state-file';
import { witnessServer } from '../../cli/witness/witness-server';
import { verifyBundle } from '../../verifier/verify-bundle';
import { certificatesIn } from '../../wire/timestamp/certificate-chain';
import { stampedFile, timestampFile } from '../../wire/timestamp/files';
import { untarred } from '../../wire/tlog/tar';
import { COSIGNATURE_V1, noteKey, vkeyOf, type NoteKey } from '../../wire/tlog/note-key';
import { parsePolicy } from '../../wire/tlog/policy';
import { verifyNote } from '../../wire/tlog/verify-note';
import type { Client } from '../support/application/client';
import { checkpointBeyond, keysOf } from '../support/application/evidence-of';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { opensslTsa, tsaServer, type OpensslTsa } from '../support/evidence/openssl-tsa';
import { until } from '../support/until';

const NAME = 'audit.example/w1';
const folder = mkdtempSync(join(tmpdir(), 'keyledger-witness-'));
const { privateKey } = generateKeyPairSync('ed25519');
const key = noteKey(NAME, COSIGNATURE_V1, createPublicKey(privateKey));
const logs: NoteKey[] = [];
let witness: Server;
let tsa: OpensslTsa;
let stamping: Awaited<ReturnType<typeof tsaServer>>;
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
  tsa = opensslTsa();
  stamping = await tsaServer((query) => tsa.reply(query, 'tsa'));
  application = await runningApplication({
    env: {
      KEYLEDGER_EVIDENCE_POLICY_FILE: policyFile,
      KEYLEDGER_EVIDENCE_TSA_URL: stamping.url,
      KEYLEDGER_EVIDENCE_TSA_CA_FILE: tsa.caFile,
      KEYLEDGER_EVIDENCE_TSA_INTERVAL_S: '1',
    },
  });
  owner = await application.as('owner@example.com');
  await checkpointBeyond(owner, 0n);
  logs.push(...(await keysOf(owner)));
});
afterAll(async () => {
  await application.end();
  await stamping.end();
  tsa.end();
  witness.closeAllConnections();
  witness.close();
  rmSync(folder, { recursive: true });
});

// Witnesses, an authority that is a program of its own, and bundles one after the other.
jest.setTimeout(90_000);

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
  const authorities = certificatesIn(tsa.ca);
  return verifyBundle(path, await keysOf(owner), { checkpoints: [], receipts: [], policy, authorities });
};

test('what is signed is cosigned, as it is served and in bundles, and the quorum is verified', async () => {
  expect(verifyNote(await cosigned(), await keysOf(owner))).toBeDefined();
  const told = async () => (await fetch(`${application.url}/metrics`)).text();
  const stamped = /keyledger_evidence_timestamp_requests_total\{outcome="stamped"\} [1-9]/;
  await until('a time-stamp', async () => stamped.test(await told()), 25_000);
  await until('a bundle whose quorum is reached', async () => (await verified()).findings.length === 0, 25_000);
  const { notes } = await verified();
  expect(notes.join()).toContain('audit saw this checkpoint at');
  const metrics = await (await fetch(`${application.url}/metrics`)).text();
  expect(metrics).toMatch(/keyledger_evidence_witness_requests_total\{witness="audit",outcome="cosigned"\} [1-9]/);
  expect(metrics).toMatch(/keyledger_evidence_witness_lag_seconds\{witness="silent"\} [\d.]+/);
});

test('what is signed is stamped with the time, and anybody’s tools verify that in a bundle', async () => {
  await until('a bundle with a stamp', async () => (await verified()).notes.join().includes('time-stamps hold'));
  const bytes = readFileSync(join(folder, 'bundle.tar'));
  const files = [...untarred((at, length) => bytes.subarray(at, at + length))];
  const token = files.find(({ name }) => timestampFile(name)?.isToken);
  const size = timestampFile(token?.name ?? '')?.size ?? 0;
  const note = files.find(({ name }) => name === stampedFile(size));
  writeFileSync(join(folder, 'token'), token?.content ?? '');
  const openssl = (content: Buffer) => {
    writeFileSync(join(folder, 'note'), content);
    const intermediate = join(tsa.folder, 'middle.pem');
    const args = ['ts', '-verify', '-token_in', '-in', join(folder, 'token'), '-data', join(folder, 'note')];
    return spawnSync('openssl', [...args, '-CAfile', tsa.caFile, '-untrusted', intermediate]).stdout.toString();
  };
  expect(openssl(note?.content ?? Buffer.alloc(0))).toContain('Verification: OK');
  expect(openssl(Buffer.from('x'))).not.toContain('OK');
  const metrics = await (await fetch(`${application.url}/metrics`)).text();
  expect(metrics).toMatch(/keyledger_evidence_timestamp_requests_total\{outcome="stamped"\} [1-9]/);
  expect(metrics).toContain('keyledger_evidence_timestamp_overdue_seconds ');
});

test('a witness and an authority that are away keep nobody from anything', async () => {
  await stamping.end();
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
