import { evidence, type EvidenceState } from '../domain/evidence/state';
import type { View } from '../kernel/stream-reader';

/** How the proving of the log stands, by the facts. */
export const evidenceState = async (view: View): Promise<EvidenceState> => (await view.load(evidence)).state;
