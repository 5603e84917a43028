import { pacedCheckouts } from './paced';

/** Told over IPC what to check out at which pace, it answers how long each took, and ends. */
process.once('message', (asked: Parameters<typeof pacedCheckouts>) => {
  void pacedCheckouts(...asked).then((took) => process.send?.(took, () => process.disconnect()));
});
