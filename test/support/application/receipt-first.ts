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

/** Does something while somebody waits for the first checkpoint that is kept from now on. */
export const whileWaiting = (
  { adapters: { evidenceStore, eventStore } }: Pick<RunningApplication, 'adapters'>,
  fact: string,
  work: () => Promise<unknown>,
): Undo => {
  const [keep, append] = [evidenceStore.keep.bind(evidenceStore), eventStore.append.bind(eventStore)];
  let holding: Promise<unknown> = Promise.resolve();
  const spies = [
    jest.spyOn(evidenceStore, 'keep').mockImplementation(async (checkpoint) => {
      await holding;
      return keep(checkpoint);
    }),
    jest.spyOn(eventStore, 'append').mockImplementation(async (stream, expected, events) => {
      const isIt = events.some(({ type }) => type === fact);
      // From before the fact stands there is no checkpoint, so that none covers it before the work is done.
      let release: () => void = () => undefined;
      if (isIt) holding = new Promise<void>((resolve) => (release = resolve));
      const appended = await append(stream, expected, events);
      if (isIt) void work().finally(() => release());
      return appended;
    }),
  ];
  return () => spies.forEach((spy) => spy.mockRestore());
};
