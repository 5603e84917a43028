const { existsSync } = require('node:fs');
const { join } = require('node:path');

const jsc = { target: 'es2023', keepClassNames: true };
const ts = {
  swcrc: false,
  sourceMaps: true,
  module: { type: 'commonjs' },
  jsc: {
    ...jsc,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};
const esm = {
  swcrc: false,
  sourceMaps: false,
  module: { type: 'commonjs' },
  jsc: { ...jsc, parser: { syntax: 'ecmascript' } },
};

/** They start programs of their own, ask an engine that is one, or put back, settle and wait: `npm run test:programs`. */
const PROGRAMS = [
  'test/acceptance/(cli-[a-z-]+|crash|crash-[a-z-]+|damage-of-[a-z]+|half-a-vault|health-check|host-rotation-crash|import-midway|ledger-report-too-long)',
  'test/acceptance/(evidence-in-time|evidence-key-change|evidence-stopped|evidence-witness|keys|moving-between-stores|outside-sinks|outside-sinks-killed|rewritten-[a-z]+|scheduled-backups)',
  'test/acceptance/(compressed-answers|log-set-back-running|log-went-back|lost-revocations|lost-without-trace|moving-in|moving-in-openbao|notification-deliveries|orphaned-[a-z-]+)',
  'test/acceptance/(owner-subject|parked-events|readme|real-agent|receipt-first|recover-owner|recovery|reveal-withheld|secrets|settle-material-store)',
  'test/acceptance/(scim-compliance|settled-losses(-audited)?|settled-row-losses|start|start-checks|support-put-back|unusual-disclosures|upgrade-material)',
  'test/contract/event-store-[a-z-]+',
  'test/acceptance/(alert-rules|helm-chart|logs|proxies|rsyslog|server-unit|traces)',
  'test/agent/[a-z-]+',
  'test/properties/linear-folds',
  'src/reports/report-memory',
  'verifier/tessera-fsck',
  'src/adapters/event-store/eventstoredb/[a-z-]+',
  'src/adapters/((read-store/|material-store/)?mongodb/[a-z-]+|presence/mongo-presence|evidence/mongo-evidence-store)',
].map((path) => `/${path}\\.spec\\.ts$`);

module.exports = {
  testEnvironment: '<rootDir>/test/support/jest/kept-environment.cjs',
  runtime: '<rootDir>/test/support/jest/kept-runtime.cjs',
  rootDir: __dirname,
  // What is compiled once serves all suites, whose configurations differ: jest keeps a cache for each id.
  id: 'keyledger',
  cacheDirectory: join(__dirname, '.cache', 'jest'),
  roots: ['src', 'projections', 'wire', 'agent', 'cli', 'verifier', 'test']
    .map((room) => join(__dirname, room))
    .filter(existsSync),
  // Tests wait on conditions, each with a time limit of its own; this is for a machine that is busy with something else.
  testTimeout: 30_000,
  // Jest leaves a core free for a person at work; with two cores that is half of them.
  maxWorkers: '100%',
  // Spec files share modules, and what one leaves in memory: a worker that has grown is replaced.
  workerIdleMemoryLimit: '800MB',
  testMatch: ['**/*.spec.ts'],
  setupFiles: ['reflect-metadata'],
  // The others take root, engines or generators: `npm run test:faults`, `npm run test:hosts`, `npm run test:engines`, `npm run test:clients`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(faults|hosts|engines|clients)/', ...PROGRAMS],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transformIgnorePatterns: [],
  transform: {
    '^.+\\.ts$': ['@swc/jest', ts],
    '/node_modules/.+\\.m?js$': ['<rootDir>/test/support/jest-esm-transform.cjs', esm],
  },
};
