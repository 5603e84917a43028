import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A Python that has scim2-tester and scim2-client[httpx2] of PyPI. */
const PYTHON = process.env['KEYLEDGER_SCIM_TESTER'] ?? 'python3';

const WHY_SKIPPED =
  'SKIPPED: SCIM compliance; set KEYLEDGER_SCIM_TESTER to a python that has `pip install scim2-tester scim2-client[httpx2]`.';

/** `describe` where the compliance test of the field is. One that was named and is none is an error, and no reason to skip. */
export const describeWithTester = (name: string, suite: () => void): void => {
  if (spawnSync(PYTHON, ['-c', 'import scim2_tester, httpx2']).status === 0) {
    describe(name, suite);
    return;
  }
  if (process.env['KEYLEDGER_SCIM_TESTER'] !== undefined) throw new Error(WHY_SKIPPED);
  process.stderr.write(`keyledger: ${WHY_SKIPPED}\n`);
  // On a machine without Python or PyPI, where the line above says so; the gate names one wherever it could install it.
  describe.skip(name, suite);
};

export interface Finding {
  readonly status: 'SUCCESS' | 'ERROR' | 'CRITICAL' | 'SKIPPED' | 'DEVIATION' | 'ACCEPTABLE';
  readonly check: string;
  readonly type: string | null;
  readonly reason: string;
}

/** What scim2-tester finds at a server, check by check. */
export const complianceOf = async (url: string, token: string): Promise<readonly Finding[]> => {
  const script = join(__dirname, 'compliance.py');
  const env = { ...process.env, SCIM_TOKEN: token };
  const { stdout } = await promisify(execFile)(PYTHON, [script, url], { env, maxBuffer: 16 * 1024 * 1024 });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Finding);
};
