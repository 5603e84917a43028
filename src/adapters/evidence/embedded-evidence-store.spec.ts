import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evidenceStoreContract, type EvidenceStoreUnderTest } from '../../../test/contract/evidence-store.contract';
import { openEmbeddedEvidence } from './embedded-evidence-store';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const openIn = async (file: string): Promise<EvidenceStoreUnderTest> => {
  const store = openEmbeddedEvidence(file);
  const close = async () => store.close();
  return { store, close, reopen: () => close().then(() => openIn(file)) };
};

evidenceStoreContract('embedded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-evidence-'));
  folders.push(folder);
  return openIn(join(folder, 'evidence.db'));
});
