import { generateKeyPairSync } from 'node:crypto';
import { proveKeys, keysAreProved } from './keys-proof';
import { jobIsSigned, signJob } from './job-signature';
import { fingerprintOf, formatJoinToken, parseJoinToken } from './join-token';
import { publicKeyOf, rawKeyOf } from './raw-key';
import { requestIsSigned, signRequest, type SignedRequest } from './request-signature';
import { openSecret, sealSecret } from './secret-box';
import { serverKey } from './server-key';

const signing = generateKeyPairSync('ed25519');
const sealing = generateKeyPairSync('x25519');
const sealingKey = rawKeyOf(sealing.publicKey);
const sealingSecret = sealing.privateKey.export({ format: 'jwk' }).d as string;
const order = JSON.stringify({ v: 1, jobId: 'i.j', version: 2 });
const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

describe('a request', () => {
  const request: SignedRequest = {
    method: 'POST',
    path: '/agent/v1/jobs/lease',
    agentId: 'h.a',
    timestamp: 1_700_000_000_000,
    sequence: 7,
    body: '{"wait":50}',
  };
  const signature = signRequest(request, signing.privateKey);
  const key = publicKeyOf('Ed25519', rawKeyOf(signing.publicKey));

  it('is known by its signature', () => expect(requestIsSigned(request, signature, key)).toBe(true));

  it.each<[string, Partial<SignedRequest>]>([
    ['body', { body: '{"wait":0}' }],
    ['path', { path: '/agent/v1/jobs/x/result' }],
    ['method', { method: 'GET' }],
    ['agent', { agentId: 'h.b' }],
    ['time', { timestamp: 1_700_000_000_001 }],
    ['sequence number', { sequence: 8 }],
  ])('is refused with another %s', (_, change) =>
    expect(requestIsSigned({ ...request, ...change }, signature, key)).toBe(false),
  );

  it('is refused from another key, and when the signature is none', () => {
    expect(requestIsSigned(request, signature, generateKeyPairSync('ed25519').publicKey)).toBe(false);
    expect(requestIsSigned(request, '', key)).toBe(false);
    expect(requestIsSigned(request, 'ü', key)).toBe(false);
  });
});

describe('a job', () => {
  const server = serverKey(Buffer.alloc(32, 7));
  const key = publicKeyOf('Ed25519', server.publicKey);
  const secret = { value: 'a value 𝄞', previous: 'the one before' };

  it('is signed by the server, and opens for its agent alone', async () => {
    const job = signJob({ order, sealed: await sealSecret(secret, order, sealingKey) }, server.privateKey);
    expect(jobIsSigned(job, key)).toBe(true);
    expect(await openSecret(job.sealed, job.order, sealingSecret)).toEqual(secret);
    expect(JSON.stringify(job)).not.toContain(secret.value);
    for (const altered of [
      { ...job, order: order.replace('2', '1') },
      { ...job, sealed: { ...job.sealed, enc: flip(job.sealed.enc) } },
      { ...job, sealed: { ...job.sealed, ciphertext: flip(job.sealed.ciphertext) } },
      { ...job, signature: flip(job.signature) },
    ]) {
      expect(jobIsSigned(altered, key)).toBe(false);
    }
  });

  it('does not open when anything of it was altered', async () => {
    const sealed = await sealSecret(secret, order, sealingKey);
    const other = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }).d as string;
    await expect(openSecret(sealed, order.replace('2', '3'), sealingSecret)).rejects.toMatchObject({
      name: 'OpenError',
    });
    await expect(
      openSecret({ ...sealed, ciphertext: flip(sealed.ciphertext) }, order, sealingSecret),
    ).rejects.toMatchObject({ name: 'OpenError' });
    await expect(openSecret({ ...sealed, enc: flip(sealed.enc) }, order, sealingSecret)).rejects.toMatchObject({
      name: 'OpenError',
    });
    await expect(openSecret(sealed, order, other)).rejects.toMatchObject({ name: 'OpenError' });
  });

  it('is signed by the same key for the same root key, for ever', () => {
    expect(serverKey(Buffer.alloc(32, 7)).publicKey).toMatchInlineSnapshot(
      `"81d3oSE4NNQ836HLKarHE1JgDsXbeaigLyIFGpMRcAI"`,
    );
    expect(serverKey(Buffer.alloc(32, 8)).publicKey).not.toBe(server.publicKey);
  });
});

describe('a join token', () => {
  const token = { hostId: '0'.repeat(32), secret: 'a-_4'.padEnd(43, 'x'), fingerprint: fingerprintOf(sealingKey) };

  it('says where, what and whose', () => expect(parseJoinToken(formatJoinToken(token))).toEqual(token));

  it.each(['', 'klj', 'klj.a.b.c', `${formatJoinToken(token)}x`, ` ${formatJoinToken(token)}`])('is not %j', (text) =>
    expect(parseJoinToken(text)).toBeUndefined(),
  );
});

test('new keys are proved by the new signing key, for one agent', () => {
  const keys = { signingKey: rawKeyOf(signing.publicKey), sealingKey };
  const proved = proveKeys('h.a', keys, signing.privateKey);
  expect(keysAreProved('h.a', proved, signing.publicKey)).toBe(true);
  expect(keysAreProved('h.b', proved, signing.publicKey)).toBe(false);
  expect(keysAreProved('h.a', { ...proved, sealingKey: flip(sealingKey) }, signing.publicKey)).toBe(false);
});
