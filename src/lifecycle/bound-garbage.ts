import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Garbage that a collection lets gather, in percent of what lives: V8's own choice would keep three times as much as is needed. */
const HEAP_GROWTH = 30;

/** For whatever is collected from now on. */
export const boundGarbage = (): void => setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);

/**
 * Collects all garbage, once: until its first collection V8 goes by no growth but by a size of its own, at which a server that
 * has just started holds twice what it ever holds afterwards.
 */
export const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
};
