const everyday = require('./jest.config.cjs');

/** What tries the files of the embedded stores themselves, or brings engines of its own: on other engines it says nothing. */
const ABOUT_FILES = [
  'alert-rules',
  'helm-chart',
  'api-page',
  'cli-copy',
  'cli-copy-engines',
  'cli-copy-killed',
  'cli-copy-losses',
  'cli-copy-under-way',
  'cli-escrow',
  'cli-restore',
  'cli-restore-refused',
  'cli-transit',
  'cli-restore-tampered',
  'cli-version',
  'crash-break-glass',
  'crash-emergency-disable',
  'crash-evidence',
  'crash-exposure',
  'crash-import',
  'crash-scim-group',
  'crash-transfer',
  'crash-witness',
  'erasure',
  'first-fill',
  'first-fill-scim',
  'first-fill-work',
  'half-a-vault',
  'health-check',
  'logs',
  'moving-between-stores',
  'moving-in-openbao',
  'outside-sinks-killed',
  'proxies',
  'readme',
  'scheduled-backups',
  'rewritten-account',
  'rewritten-history',
  'rewritten-log',
  'rewritten-witnessed',
  'rsyslog',
  'server-unit',
  'settled-losses-audited',
  'start',
  'start-checks',
  'traces',
];
/**
 * What tries the edge of HTTP, the command line, a format or a page of the documentation, in one place: it asks nothing of the
 * stores that the suite of the same subject does not ask of them here.
 */
const ASKED_ELSEWHERE = [
  'add-a-route',
  'bad-input',
  'cli-demo',
  'cli-import',
  'cli-manners',
  'cli-operations',
  'cli-rotation',
  'cli-upgrade-and-backups',
  'compressed-answers',
  'csv-for-excel',
  'evidence-in-time',
  'external-issuer',
  'handed-reports',
  'ledger-report-too-long',
  'moving-in',
  'real-agent',
  'scim-compliance',
  'token-places',
  'usable-values',
];
/** Enough of the suite to tell whether a mixture holds: every port is asked, one process killed or not is the same to the engines. */
const ON_A_MIXTURE = ['audit', 'checkout', 'lifecycle', 'operations', 'race', 'rotation', 'session-ends'];

const acceptance = (name) => `<rootDir>/test/acceptance/${name}.spec.ts`;
const { testTimeout, maxWorkers, workerIdleMemoryLimit, ...project } = everyday;

/** The acceptance suite on stores that `test/support/engines/<name>.cjs` names. */
const suite = (name, testMatch) => ({
  ...project,
  displayName: name,
  setupFiles: [...everyday.setupFiles, `<rootDir>/test/support/engines/${name}.cjs`],
  testMatch,
  testPathIgnorePatterns: [...ABOUT_FILES, ...ASKED_ELSEWHERE].map(acceptance),
});

/** All of it on the engines together, with what takes them apart, and a part of it where one store is embedded. */
module.exports = {
  testTimeout,
  maxWorkers,
  workerIdleMemoryLimit,
  projects: [
    suite('engines', ['<rootDir>/test/acceptance/**/*.spec.ts', '<rootDir>/test/engines/**/*.spec.ts']),
    suite('eventstoredb-alone', ON_A_MIXTURE.map(acceptance)),
    suite('mongodb-alone', ON_A_MIXTURE.map(acceptance)),
  ],
};
