import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedLedger } from '../test/support/evidence/signed-ledger';
import { parseVkey, type NoteKey } from '../wire/tlog/note-key';
import { reperformed } from './reperformed';
import { verifyBundle } from './verify-bundle';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-reperformed-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is told of a bundle, for people. */
const told = async (bundle: Buffer, vkey: string, log = 1) => {
  const path = join(folder, 'bundle.tar');
  writeFileSync(path, bundle);
  const held = { checkpoints: [], receipts: [] };
  const verified = verifyBundle(path, [parseVkey(vkey) as NoteKey], held);
  const { findings, notes } = await reperformed(path, { ...verified, log }, []);
  return { findings, notes: notes.join('\n') };
};

test('a bundle of one organization says what it can not show', async () => {
  const { bundle, vkey } = await signedLedger(300);
  const { findings, notes } = await told(await bundle(300, { organizationId: 'o1' }), vkey);
  expect(findings).toEqual([]);
  expect(notes).toContain(
    'whether others are left out, whether disclosures were allowed, and reports can not be judged',
  );
});

test('a bundle of a later log says that nothing is judged again by it', async () => {
  const { bundle, vkey } = await signedLedger(300);
  const { notes } = await told(await bundle(), vkey, 2);
  expect(notes).toContain('log 2 begins amid history: whether disclosures were allowed, and reports can not be judged');
});
