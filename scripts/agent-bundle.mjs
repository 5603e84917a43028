/** How the agent becomes one file. */
export const bundle = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  // Faster ways that the clients take where they find them, and do without.
  external: ['pg-native', 'cpu-features', '*.node'],
};
