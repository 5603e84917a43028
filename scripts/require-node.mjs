import { stop } from './say.mjs';

const LEAST = [20, 19];

/** Older ones can't require ES modules, which Nest is made of, and would fail with a riddle. */
export const requireNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  stop(
    `Node ${LEAST.join('.')} or newer is needed, this is ${process.versions.node}; install one from your system or https://nodejs.org.`,
  );
};
