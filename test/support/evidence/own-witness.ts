import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../../../cli/witness/state-file';
import { witnessServer } from '../../../cli/witness/witness-server';
import { COSIGNATURE_V1, noteKey, vkeyOf, type NoteKey } from '../../../wire/tlog/note-key';
import { parsePolicy } from '../../../wire/tlog/policy';

const NAME = 'audit.example/w1';

/** A witness that somebody runs who is not attacked, and the policy that asks for it: `audit`. */
export const ownWitness = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-own-witness-'));
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = noteKey(NAME, COSIGNATURE_V1, createPublicKey(privateKey));
  const logs: NoteKey[] = [];
  const state = new StateFile(join(folder, 'state'));
  const server = witnessServer({ name: NAME, privateKey, logs, state, now: Date.now }, () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const policyFile = join(folder, 'policy.txt');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  writeFileSync(policyFile, `witness audit ${vkeyOf(key)} ${url}\nquorum audit\n`);
  return {
    key,
    policy: parsePolicy(readFileSync(policyFile)),
    /** What a server is started with that is to ask it. */
    env: { KEYLEDGER_EVIDENCE_POLICY_FILE: policyFile },
    /** It cosigns what these keys signed. */
    believe: (keys: readonly NoteKey[]) => void logs.push(...keys),
    end: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
};
