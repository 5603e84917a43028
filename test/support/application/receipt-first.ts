import { Evidence } from '../../../src/kernel/evidence';
import type { RunningApplication } from './running-application';

export type Undo = () => void;

/** Keeps signed checkpoints from being kept, and so any receipt from being there, until it is undone. */
export const withoutCheckpoints = ({ adapters: { evidenceStore } }: Pick<RunningApplication, 'adapters'>): Undo => {
  const keep = evidenceStore.keep.bind(evidenceStore);
  let undo: Undo = () => undefined;
  const undone = new Promise<void>((resolve) => (undo = resolve));
  const spy = jest.spyOn(evidenceStore, 'keep').mockImplementation(async (checkpoint) => {
    await undone;
    return keep(checkpoint);
  });
  return () => {
    spy.mockRestore();
    undo();
  };
};

/**
 * Waits for receipts as long as it takes, on whatever machine, and does something before: as if it happened while the receipt
 * was waited for.
 */
export const patient = (
  { server }: Pick<RunningApplication, 'server'>,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Undo => {
  const evidence = server.app.get(Evidence);
  const cover = evidence.cover.bind(evidence);
  const spy = jest.spyOn(evidence, 'cover').mockImplementation(async (eventId, ms) => {
    await meanwhile();
    let found = await cover(eventId, ms);
    while (found === 'late') found = await cover(eventId, ms);
    return found;
  });
  return () => spy.mockRestore();
};
