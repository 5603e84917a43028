import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiOf, type Api } from './api';
import type { CliCommand } from './command';
import { saveStream } from './save-stream';
import { UsageError } from './usage-error';

const LOOK_EVERY_MS = 500;

interface Bundle {
  readonly id: string;
  readonly status: 'making' | 'made' | 'failed';
  readonly size: number;
  readonly bytes?: number;
  readonly sha256?: string;
}

const made = async (api: Api, id: string): Promise<Bundle> => {
  for (;;) {
    const bundle = await api.ask<Bundle>('GET', `/evidence/bundles/${id}`);
    if (bundle.status === 'made') return bundle;
    if (bundle.status === 'failed') throw new Error(`The bundle ${id} could not be made; the server's log says why.`);
    await pause(LOOK_EVERY_MS);
  }
};

const fetchTo = (api: Api, { id, sha256 }: Bundle, out: string): Promise<void> =>
  saveStream(async () => {
    const pieces = await api.stream(`/evidence/bundles/${id}/content`, {});
    const hash = createHash('sha256');
    return (async function* () {
      for await (const piece of pieces) {
        hash.update(piece);
        yield piece;
      }
      if (hash.digest('hex') !== sha256) {
        throw new Error('What came is not what was made (its SHA-256 differs); try again.');
      }
    })();
  }, out);

const BUNDLE_OPTIONS = {
  out: { type: 'string' },
  organization: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const evidence: CliCommand = {
  name: 'evidence',
  usage: 'bundle --out FILE [--organization ID] [--from TIME] [--to TIME] [--json]',
  summary: 'Fetch facts with what proves them: for auditors, who verify them offline with keyledger verify.',
  details: ['Needs pam_audit.read; for all organizations unless one is named.'],
  run: async ([action, ...args], env) => {
    const { values } = parseArgs({ args, options: BUNDLE_OPTIONS });
    const { out, organization: organizationId, from, to } = values;
    if (action !== 'bundle' || out === undefined) throw new UsageError('Say bundle, and --out FILE.');
    const api = apiOf(env);
    const wanted = Object.fromEntries(
      Object.entries({ organizationId, from, to }).filter(([, value]) => value !== undefined),
    );
    const { status, body } = await api.send('POST', '/evidence/bundles', wanted);
    const begun = body as { id?: string; detail?: string } | undefined;
    if (status !== 202 || begun?.id === undefined) throw new Error(begun?.detail ?? `The server answered ${status}.`);
    const bundle = await made(api, begun.id);
    await fetchTo(api, bundle, out);
    console.log(
      values.json === true
        ? JSON.stringify({ ...bundle, out })
        : `${out}: the proof of ${bundle.size} facts, ${bundle.bytes} bytes.\nVerify it with: npx keyledger verify ${out} --key VKEY`,
    );
    return 0;
  },
};
