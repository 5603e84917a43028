import { vkeyOf } from '../../../wire/tlog/note-key';
import type { PolicyWitness } from '../../../wire/tlog/policy';
import type { AskedWitness, WitnessReply } from '../../kernel/evidence-outsiders';
import { boundedBody } from './bounded-body';

const WITHIN_MS = 10_000;
const MOST_BYTES = 16 * 1024;

const ask = async (url: string, request: string, withinMs: number): Promise<WitnessReply> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: request,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'Keyledger' },
      // Where it is asked is the operator's word; nobody else's leads elsewhere.
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    const body = await boundedBody(answer, MOST_BYTES);
    return body === undefined ? { failed: 'its answer is too long' } : { status: answer.status, body: body.toString() };
  } catch (error) {
    const { cause, message } = error as Error;
    return { failed: (cause as NodeJS.ErrnoException | undefined)?.code ?? message };
  }
};

/** A witness of a policy that has an address. It is the operator's own configuration: private addresses may be reached. */
export const httpWitness = (
  { name, key, url }: PolicyWitness & { readonly url: string },
  withinMs = WITHIN_MS,
): AskedWitness => ({
  name,
  vkey: vkeyOf(key),
  ask: (request) => ask(`${url.replace(/\/+$/, '')}/add-checkpoint`, request, withinMs),
});
