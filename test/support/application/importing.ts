import type { Json } from '../json';
import type { Client } from './client';
import type { RunningApplication } from './running-application';

export interface Imported {
  readonly status: number;
  readonly text: string;
  /** The lines of the answer but the last. */
  readonly findings: readonly Json[];
  /** The last line; undefined where there is none. */
  readonly summary: Json;
}

export interface ImportOptions {
  readonly format?: string;
  readonly apply?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a file to be imported, as somebody. */
export const importing =
  (application: RunningApplication, organizationId: string) =>
  async (who: Client, file: string | Uint8Array, options: ImportOptions = {}): Promise<Imported> => {
    const { format = 'jsonl', apply = false, headers = {} } = options;
    const query = new URLSearchParams({ format, apply: String(apply) }).toString();
    const response = await fetch(`${application.url}/api/v1/organizations/${organizationId}/imports?${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/octet-stream', ...headers },
      body: file as string,
    });
    const text = await response.text();
    const isJson = response.status !== 200;
    const lines = isJson ? [] : text.split('\n').filter((line) => line.trim() !== '');
    const parsed: Json[] = lines.map((line) => JSON.parse(line));
    const summary = parsed.at(-1)?.summary;
    const findings = summary === undefined ? parsed : parsed.slice(0, -1);
    return { status: response.status, text, findings, summary: isJson ? JSON.parse(text) : summary };
  };

export const jsonlOf = (...lines: readonly object[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');
