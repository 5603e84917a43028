import { hasOpenssl, opensslTsa, tsaServer, type OpensslTsa } from '../../../test/support/evidence/openssl-tsa';
import { verifyTimestampToken } from '../../../wire/timestamp/verify-token';
import { certificatesIn } from '../../../wire/timestamp/certificate-chain';
import { timestampRequest } from '../../../wire/timestamp/request';
import { createHash } from 'node:crypto';
import { httpTimestamps } from './http-timestamps';

const NOTE = Buffer.from('keyledger/spec\n5\nroot\n\n— keyledger/spec c2lnbmF0dXJl\n');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

(hasOpenssl ? describe : describe.skip)('a time-stamping authority over HTTP', () => {
  let tsa: OpensslTsa;
  beforeAll(() => {
    tsa = opensslTsa();
    tsa.certified('rsa', { key: 'rsa' });
    tsa.certified('expired', { days: -1 });
    tsa.certified('soft', { kind: 'not_critical' });
    tsa.certified('servers', { kind: 'for_servers' });
  });
  afterAll(() => tsa.end());

  const asked = async (
    answer: Parameters<typeof tsaServer>[0],
    { authorities = tsa.ca, now }: { readonly authorities?: string; readonly now?: () => number } = {},
  ) => {
    const { url, queries, end } = await tsaServer(answer);
    try {
      const authority = httpTimestamps({ url, authorities, intervalMs: 1 }, { withinMs: 1000, ...(now && { now }) });
      return { stamped: await authority.stamp(NOTE), queries };
    } finally {
      await end();
    }
  };

  test.each(['tsa', 'rsa'])('stamps the bytes, with a key of the kind of %s', async (name) => {
    const { stamped } = await asked((query) => tsa.reply(query, name));
    if (stamped.outcome !== 'stamped') throw new Error(JSON.stringify(stamped));
    expect(Math.abs(stamped.time - Date.now())).toBeLessThan(60_000);
    const token = Buffer.from(stamped.token);
    expect(verifyTimestampToken(token, NOTE, certificatesIn(tsa.ca))).toMatchObject({
      authority: `O=Audit, CN=${name}`,
    });
    expect(verifyTimestampToken(token, Buffer.from('x'), certificatesIn(tsa.ca))).toEqual({
      why: 'it stamps something else',
    });
  });

  test('asks each time with another nonce', async () => {
    const all: Buffer[] = [];
    for (let n = 0; n < 2; n += 1) all.push(...(await asked(() => ({ status: 500 }))).queries);
    expect(all[0]?.equals(all[1] as Buffer)).toBe(false);
  });

  const forged = (bytes: Buffer, nonce = 1) => timestampRequest(sha256(bytes), Buffer.from([nonce]));
  test.each<[string, string, string, () => Parameters<typeof tsaServer>[0]]>([
    ['stamps other bytes', 'lied', 'something else', () => () => tsa.reply(forged(Buffer.from('x')), 'tsa')],
    ['answers an older request', 'lied', 'nonce', () => () => tsa.reply(forged(NOTE), 'tsa')],
    ['has an expired certificate', 'lied', 'not valid at the time', () => (query) => tsa.reply(query, 'expired')],
    [
      'has one that is not for time-stamping alone',
      'lied',
      'alone',
      () => (query) => tsa.replyAnyway(query, 'servers'),
    ],
    ['has one whose purpose is not critical', 'lied', 'alone', () => (query) => tsa.replyAnyway(query, 'soft')],
    [
      'leaves out who issued its certificate',
      'lied',
      'none of the authorities',
      () => (query) => tsa.reply(query, 'tsa', []),
    ],
    ['spoils its answer', 'lied', '', () => (query) => spoilt(tsa.reply(query, 'tsa'))],
    ['answers rubbish', 'lied', 'no time-stamp', () => () => Buffer.from('<html>')],
    ['answers nothing at all', 'lied', 'no time-stamp', () => () => Buffer.alloc(0)],
    ['refuses', 'refused', 'status is 2', () => () => Buffer.from('30053003020102', 'hex')],
    [
      'says why it refuses',
      'refused',
      'status is 2 (no)',
      () => () => Buffer.from('300b3009020102300 40c026e6f'.replaceAll(' ', ''), 'hex'),
    ],
    ['answers 500', 'refused', '500', () => () => ({ status: 500 })],
    [
      'leads elsewhere',
      'refused',
      '302',
      () => () => ({ status: 302, headers: { location: 'http://169.254.169.254/' } }),
    ],
    ['answers without an end', 'failed', 'too long', () => () => Buffer.alloc(100 * 1024)],
    ['hangs', 'failed', 'timeout', () => () => undefined],
  ])('one that %s is told of: %s', async (_, outcome, detail, answer) => {
    const { stamped } = await asked(answer());
    expect(stamped).toMatchObject({ outcome, detail: expect.stringContaining(detail) });
  });
  /** The last byte is one of the signature. */
  const spoilt = (reply: Buffer): Buffer => {
    const copy = Buffer.from(reply);
    copy[copy.length - 1] = (copy.at(-1) as number) ^ 1;
    return copy;
  };

  test('one that is away is told of', async () => {
    const { url, end } = await tsaServer(() => undefined);
    await end();
    const authority = httpTimestamps({ url, authorities: tsa.ca, intervalMs: 1 });
    expect(await authority.stamp(NOTE)).toEqual({ outcome: 'failed', detail: 'ECONNREFUSED' });
  });

  test('one of somebody else is not believed', async () => {
    const other = opensslTsa();
    const { stamped } = await asked((query) => other.reply(query, 'tsa'));
    other.end();
    expect(stamped).toMatchObject({ outcome: 'lied', detail: expect.stringContaining('none of the authorities') });
  });

  test('the way by which openssl signs with any certificate is good for a good one', async () => {
    expect((await asked((query) => tsa.replyAnyway(query, 'tsa'))).stamped.outcome).toBe('stamped');
  });

  test('the one in the middle may be the one that is believed', async () => {
    const { stamped } = await asked((query) => tsa.reply(query, 'tsa'), { authorities: tsa.pem('middle') });
    expect(stamped.outcome).toBe('stamped');
  });

  test('a stamp of another hour says nothing here', async () => {
    const { stamped } = await asked((query) => tsa.reply(query, 'tsa'), { now: () => Date.now() + 2 * 60 * 60 * 1000 });
    expect(stamped).toMatchObject({ outcome: 'lied', detail: expect.stringContaining('clock') });
  });

  test('a token of which a byte is changed says the same or does not hold, and makes no reading fail', async () => {
    const { stamped } = await asked((query) => tsa.reply(query, 'tsa'));
    const token = Buffer.from((stamped as { token: Uint8Array }).token);
    const authorities = certificatesIn(tsa.ca);
    const held = verifyTimestampToken(token, NOTE, authorities);
    for (let at = 0; at < token.length; at += 5) {
      const changed = Buffer.from(token);
      changed[at] = (changed[at] as number) ^ 1;
      const verified = verifyTimestampToken(changed, NOTE, authorities);
      // What neither is signed nor names what is (versions, an issuer's name beside the hash) may differ: what it says may not.
      if ('time' in verified) expect(verified).toEqual(held);
    }
  });
});
