import { rmSync } from 'node:fs';
import type { AgentRecord } from './agent-record';
import { sequenceLost, StateUnusable } from './state-unusable';
import { Sequence } from './sequence';
import type { StateFolder } from './state-folder';
import { writeDurably } from './write-durably';

/**
 * The numbers of this agent. `comesAnew`: it has a token to enrol by; as the server counts each agent's own numbers, lost
 * ones don't keep it from that. Throws {@link StateUnusable} when they are lost and it does not.
 */
export const openSequence = (files: StateFolder, known: AgentRecord | undefined, comesAnew: boolean): Sequence => {
  if (known?.sequenceLost === true && !comesAnew) throw sequenceLost();
  try {
    return Sequence.open(files.sequence, { fresh: known === undefined });
  } catch (error) {
    if (!(error instanceof StateUnusable) || !comesAnew) throw error;
    // Written down first: should the token not be taken, the agent of before must not go on from 1, as a copy would.
    if (known !== undefined) writeDurably(files.agent, JSON.stringify({ ...known, sequenceLost: true }));
    rmSync(files.sequence, { force: true });
    return Sequence.open(files.sequence, { fresh: true });
  }
};
