import { spawn } from 'node:child_process';

/** What a script of bash prints. Throws with all it said when it fails. */
export const shell = async (script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> => {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, env: { ...process.env, ...env } });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status === 0) return said.stdout;
  throw new Error(`${script}\nended with ${String(status)}:\n${(said.stdout + said.stderr).slice(-5000)}`);
};
