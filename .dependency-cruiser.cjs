/**
 * Who may import whom: docs/architecture.md's table as errors. Each room names what it may reach; the rest is refused.
 * Specs beside their file may reach anything, like test/.
 */
const SPEC = '\\.spec\\.ts$';
const EVENTS = '^src/domain/[^/]+/events\\.ts$';
/** What an e-mail address is: brings nothing along, and is judged in every program alike. */
const EMAILS = '^src/kernel/(email-complaint|fold-email|mail-domain)\\.ts$';
const DOCUMENTS = '^projections/[^/]+/document\\.ts$';
/** What knows the driver of an engine. */
const ENGINES = '^src/adapters/(mongodb-stores\\.ts|mongodb/|[^/]+/(mongodb|eventstoredb)/|[^/]+/mongo-)';
const NEST = '^node_modules/@nestjs/';
const DRIVERS = '^(node_modules/)?(libsql|@libsql|mongodb|@eventstore/db-client|@kurrent)(/|$)';

/** Trees, proofs and their formats: with nothing but hashes beside them, they run wherever something is proved or verified. */
const TLOG = '^wire/(tlog|timestamp)/';

/** In a list of what a room may reach: Node's own modules. */
const CORE = 'core';

const beyond = (...may) => ({
  pathNot: may.filter((path) => path !== CORE),
  ...(may.includes(CORE) ? { dependencyTypesNot: ['core'] } : {}),
});

/** A room that reaches nothing but itself and `may`. */
const room = (name, path, may, comment, except = []) => ({
  name,
  severity: 'error',
  comment,
  from: { path, pathNot: [SPEC, ...except] },
  to: beyond(path, ...may),
});

/** What may be named as a type only: at run time it is not there. */
const typesOnly = (name, path, to, comment, extra = {}) => ({
  name,
  severity: 'error',
  comment,
  from: { path, pathNot: [SPEC], ...extra },
  to: { path: to, dependencyTypesNot: ['type-only'] },
});

/** A package, and its types. */
const packages = (...names) => names.map((name) => `^node_modules/(@types/)?${name}/`);

const nest = (...names) => names.map((name) => `${NEST}${name}/`);

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'With decorators a cycle yields `undefined` at run time, silently; without them it hides who depends on whom.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'What can not be resolved can not be judged by these rules.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-tools-at-run-time',
      severity: 'error',
      comment: 'A production install leaves development packages out, and the server would not start.',
      from: { path: '^(src|projections|wire|agent|cli)/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engines-when-needed',
      severity: 'error',
      comment:
        'The drivers of engines take memory, and time at every start, that a node of embedded stores does without: src/adapters/loaded-when-needed.ts loads what knows them.',
      from: {
        path: '^(src|projections)/',
        pathNot: [SPEC, ENGINES, '^src/adapters/(copy/|choose-read-side|loaded-when-needed)'],
      },
      to: { path: ENGINES, dependencyTypesNot: ['type-only'] },
    },
    room(
      'kernel-is-alone',
      '^src/kernel/',
      [],
      'The words everybody shares depend on nobody: no Nest, no driver, no node:*.',
    ),
    room(
      'config-reads-the-environment',
      '^src/config/',
      [EMAILS, ...packages('class-validator', 'class-transformer', 'reflect-metadata'), CORE],
      'Programs that are not the server (the command line) load it too, so it brings nothing along but what judges the variables.',
    ),
    room(
      'domain-is-pure',
      '^src/domain/',
      ['^src/kernel/'],
      'Rules without clock, random, framework or I/O can be tested as data and replayed for ever.',
    ),
    {
      name: 'domain-nouns-share-facts-only',
      severity: 'error',
      comment: "A rule that reads another noun's state or decision would decide on what its own stream does not guard.",
      from: { path: '^src/domain/([^/]+)/', pathNot: SPEC },
      to: {
        path: '^src/domain/[^/]+/',
        pathNot: ['^src/domain/$1/', '^src/domain/passwords/', EVENTS],
      },
    },
    {
      name: 'domain-names-foreign-facts-as-types',
      severity: 'error',
      comment: "Another noun's events may be named, never run: `events.ts` types are the whole contract between nouns.",
      from: { path: '^src/domain/([^/]+)/', pathNot: SPEC },
      to: { path: EVENTS, pathNot: '^src/domain/$1/', dependencyTypesNot: ['type-only'] },
    },
    room(
      'access-decides-from-streams',
      '^src/access/',
      ['^src/kernel/', '^src/domain/'],
      'One piece of code says who may do what, for guards, commands, queries and explanations; it must run in all of them.',
    ),
    room(
      'reports-follow-from-facts',
      '^src/reports/',
      ['^src/(kernel|domain|access)/', TLOG],
      'A report is a function of the facts, by the code that decides on them: the verifier makes it again, with nothing of the server beside it.',
    ),
    room(
      'commands-know-no-reader-and-no-edge',
      '^src/commands/',
      ['^src/kernel/', '^src/domain/', '^src/access/', ...nest('cqrs', 'common')],
      'A command decides from streams through ports; a read model or an adapter in its hands would be a decision on stale or particular data.',
    ),
    room(
      'queries-read-models-only',
      '^src/queries/',
      ['^src/(kernel|access|reports)/', DOCUMENTS, ...nest('cqrs', 'common')],
      'A query answers from documents and decides nothing.',
    ),
    {
      name: 'queries-never-hold-the-log',
      severity: 'error',
      comment: 'The log is read through StreamReader; with EventStore in hand a query could append.',
      from: { path: '^src/queries/', pathNot: SPEC },
      to: { path: '^src/kernel/event-store\\.ts$' },
    },
    typesOnly(
      'queries-name-documents-as-types',
      '^src/queries/',
      DOCUMENTS,
      'The shape of a document is shared; the code that fills it belongs to the read side, which may be another process.',
    ),
    room(
      'policies-send-commands',
      '^src/policies/',
      [
        '^src/kernel/',
        EVENTS,
        '^src/commands/',
        DOCUMENTS,
        ...nest('cqrs', 'common', 'schedule'),
        '^node_modules/p-limit/',
      ],
      'A policy hears facts and sends commands; deciding or delivering itself would bypass the decider.',
    ),
    typesOnly(
      'policies-name-documents-as-types',
      '^src/policies/',
      DOCUMENTS,
      'A to-do document is read through the ReadStore port; its projector may run in another process.',
    ),
    room(
      'services-know-no-edge',
      '^src/services/',
      ['^src/(kernel|commands|queries)/', ...nest('cqrs', 'common')],
      'What waits and wakes on behalf of callers is the same behind any edge.',
    ),
    room(
      'http-is-an-edge',
      '^src/http/',
      ['^src/(kernel|access|commands|queries|reports|services)/', '^src/config/', '^wire/', '^node_modules/', CORE],
      'The edge translates; what reaches past commands and queries would be an unrecorded way in.',
    ),
    typesOnly(
      'http-is-handed-its-config',
      '^src/http/',
      '^src/config/',
      'Loading configuration is for the mains alone.',
    ),
    room(
      'evidence-proves-the-log',
      '^src/evidence/',
      ['^src/(kernel|reports)/', DOCUMENTS, TLOG],
      'It proves what stands in the log, whatever was decided; what it finds becomes a fact by a command that it is handed.',
    ),
    typesOnly(
      'evidence-names-documents-as-types',
      '^src/evidence/',
      DOCUMENTS,
      'The tree is filled by the read side, which may be another process.',
    ),
    room(
      'metrics-look-only',
      '^src/metrics/',
      [
        '^src/kernel/',
        '^src/services/',
        EVENTS,
        DOCUMENTS,
        '^src/evidence/',
        '^projections/engine/',
        '^wire/',
        ...packages('prom-client', 'pino', 'lru-cache'),
      ],
      'A figure is taken from what is there; with a command in hand, looking would change something.',
    ),
    room(
      'watches-tell-by-commands',
      '^src/watches/',
      [
        '^src/(kernel|domain|access|commands|lifecycle)/',
        '^src/adapters/adapters\\.ts$',
        DOCUMENTS,
        ...nest('cqrs', 'schedule'),
        ...packages('prom-client', 'pino'),
      ],
      'What is found in the log becomes a fact by a command, as everything does; no edge may lean on what looks after the log.',
    ),
    {
      name: 'lifecycle-knows-no-edge',
      severity: 'error',
      comment: 'What starts and stops the server is handed what it starts; the routes are no part of it.',
      from: { path: '^src/lifecycle/', pathNot: SPEC },
      to: { path: '^src/(http|watches|metrics)/' },
    },
    room(
      'offline-decides-by-the-same-deciders',
      '^src/offline/',
      ['^src/(kernel|domain|commands)/', '^src/adapters/offline/'],
      'What is decided without a server is decided as with one.',
    ),
    room(
      'adapters-serve-ports',
      '^src/adapters/',
      ['^src/kernel/', '^wire/', '^src/config/', '^node_modules/', CORE],
      'An adapter that knows a rule has to be rewritten with each store.',
    ),
    {
      name: 'adapters-are-without-framework',
      severity: 'error',
      comment: 'Projections in a process of their own and offline commands use adapters without Nest.',
      from: { path: '^src/adapters/', pathNot: SPEC },
      to: { path: NEST },
    },
    {
      name: 'adapters-are-handed-their-config',
      severity: 'error',
      comment:
        'choose.ts and choose-read-side.ts alone pick adapters, and what opens both ends of a copy; the others take what they are given, so that tests can.',
      from: {
        path: '^src/adapters/',
        pathNot: [SPEC, '^src/adapters/(choose(-read-side)?|root-key/root-keys-of|copy/open-(source|target))\\.ts$'],
      },
      to: { path: '^src/config/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'models-stand-alone',
      severity: 'error',
      comment: 'A model that read another could not be rebuilt alone; with a framework it could not run in a worker.',
      from: { path: '^projections/(?!engine/)([^/]+)/', pathNot: SPEC },
      to: { pathNot: ['^projections/$1/', '^src/kernel/', EVENTS, TLOG] },
    },
    room(
      'engine-knows-no-model',
      '^projections/engine/',
      ['^src/kernel/', '^node_modules/p-limit/', CORE],
      'The engine runs whatever the catalogue hands it; naming one model would make it special.',
    ),
    {
      name: 'catalog-lists-models',
      severity: 'error',
      comment: 'The list of projections is data: it can be read by any process without opening a store.',
      from: { path: '^projections/catalog\\.ts$' },
      to: { pathNot: ['^projections/[^/]+/', '^src/kernel/'] },
    },
    room(
      'wire-is-pure',
      '^wire/',
      ['^(node:)?crypto$', '^node_modules/(@hpke/[^/]+|(@types/)?jsonwebtoken)/'],
      'Server, agent and verifiers share it; whatever it brought along, each of them would carry.',
    ),
    room(
      'agent-knows-the-wire-only',
      '^agent/',
      ['^wire/', ...packages('pg', 'ssh2'), CORE],
      'The agent runs on foreign hosts, as root: it carries nothing of the server.',
    ),
    room(
      'verifier-runs-alone',
      '^verifier/',
      [TLOG, '^src/(kernel|domain|access|reports)/', CORE],
      'An auditor runs it with Node and nothing else, without a network; what decided is what judges again.',
    ),
    room(
      'cli-speaks-http',
      '^cli/',
      // The demo's receiver checks signatures as any receiver does, with the standard's own library.
      ['^wire/', '^verifier/', '^src/config/', EMAILS, ...packages('standardwebhooks'), CORE],
      'The server alone opens its stores; a command line that reached past HTTP would bypass permission and audit.',
      ['^cli/(commands/)?(restore|copy|settle|recover-owner|keys|escrow|local-issuer-key|agent)[^/]*(/|$)'],
    ),
    {
      name: 'cli-offline-commands-use-ports',
      severity: 'error',
      comment: 'An offline command has no server to speak to: it goes through choose.ts and the ports, nothing deeper.',
      from: { path: '^cli/(commands/)?(restore|copy|settle|local-issuer-key)', pathNot: SPEC },
      to: beyond('^cli/', '^wire/', '^src/config/', '^src/kernel/', '^src/adapters/choose\\.ts$', CORE),
    },
    {
      name: 'cli-escrow-knows-the-root-key-alone',
      severity: 'error',
      comment: 'Splitting the root key needs no store: what it takes is where that key comes from, and the scheme.',
      from: { path: '^cli/(commands/)?escrow', pathNot: SPEC },
      to: beyond(
        '^cli/',
        '^src/config/',
        '^src/adapters/(root-key/root-keys-of|sealing/shamir-escrow|outside/system-random)\\.ts$',
        CORE,
      ),
    },
    {
      name: 'cli-offline-decisions-are-decided-as-all-others',
      severity: 'error',
      comment:
        'What an offline command decides goes through the same deciders, by one file that brings them and the ports together.',
      from: { path: '^cli/(commands/)?(recover-owner|keys)', pathNot: SPEC },
      to: beyond(
        '^cli/',
        '^wire/',
        '^src/config/',
        '^src/kernel/',
        '^src/adapters/choose\\.ts$',
        '^src/offline/(recover-owner|change-key)\\.ts$',
        CORE,
      ),
    },
    {
      name: 'cli-agent-starts-the-agent',
      severity: 'error',
      comment: 'Only `keyledger agent` carries the agent.',
      from: { path: '^cli/(commands/)?agent', pathNot: SPEC },
      to: beyond('^cli/', '^wire/', '^src/config/', '^agent/', CORE),
    },
    room(
      'bench-measures-from-outside',
      '^bench/',
      [
        '^wire/',
        '^src/config/',
        '^src/kernel/',
        '^src/adapters/(choose\\.ts$|sealing/fact-authentication\\.ts$|sqlite/|event-store/eventstoredb/make-client\\.ts$|mongodb/mongo\\.ts$)',
        '^src/(reports/|evidence/bundle-reports\\.ts$)',
        '^projections/',
        '^agent/retry-backoff\\.ts$',
        '^node_modules/',
        CORE,
      ],
      'What is measured is what users get: HTTP, ports and read models; simulated agents come back as real ones do; the SQLite wrapper, the bare clients of the engines and the maker of codes are the yardsticks beside them. Reports are made for a bundle as a server makes them.',
    ),
    {
      name: 'only-adapters-name-drivers',
      severity: 'error',
      comment: 'A store is replaced by writing an adapter; a driver named elsewhere would have to be found first.',
      from: { path: '^(src|projections|wire|agent|cli|bench)/', pathNot: ['^src/adapters/', SPEC] },
      to: { path: DRIVERS },
    },
    {
      name: 'only-the-wrapper-touches-sqlite',
      severity: 'error',
      comment: 'The driver ends the process on a boolean, Date or object bind; the wrapper is what keeps them out.',
      from: { path: '^(src|projections|wire|agent|cli|bench|test)/', pathNot: '^src/adapters/sqlite/' },
      to: { path: '^(node_modules/)?(libsql|@libsql)(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-sealing-and-wire-name-ciphers',
      severity: 'error',
      comment:
        'Ciphers live in src/adapters/sealing and wire; node:crypto also gives hashes and random bytes, which other adapters, configuration, command line, agent and bench need. The edge needs none.',
      from: { path: '^(src|projections)/', pathNot: ['^src/(adapters|config)/', SPEC] },
      to: { path: '^(node:)?crypto$' },
    },
    {
      name: 'only-adapters-and-wire-read-keys',
      severity: 'error',
      comment: 'Tokens are made and keys fetched in one place each; a second one would forget a check.',
      from: { path: '^(src|projections|agent)/', pathNot: ['^src/adapters/', SPEC] },
      to: { path: '^node_modules/(jose|jsonwebtoken|jwks-rsa|@hpke)(/|$)' },
    },
    {
      name: 'only-authentication-speaks-passport',
      severity: 'error',
      comment: 'Who asks is found out in one place; a second one would let somebody in whom the first refuses.',
      from: { path: '^(src|projections|wire|agent|cli)/', pathNot: ['^src/http/auth/', SPEC] },
      to: { path: '^node_modules/(passport[^/]*|@nestjs/passport)(/|$)' },
    },
    {
      name: 'opentelemetry-is-loaded-when-it-is-wanted',
      severity: 'error',
      comment: 'Who wants no traces must not pay for them: one file loads it, at run time; its types cost nothing.',
      from: { path: '^(src|projections|wire|agent|cli)/', pathNot: SPEC },
      to: { path: '^(node_modules/)?@opentelemetry/', dependencyTypesNot: ['type-only', 'dynamic-import'] },
    },
    {
      name: 'nobody-imports-a-main',
      severity: 'error',
      comment: 'Mains and the module know everything; who imports one knows everything too.',
      from: { pathNot: ['^test/', '(^|/)main\\.ts$', '^src/application\\.ts$', SPEC] },
      to: { path: ['(^|/)main\\.ts$', '^src/(app\\.module|application)\\.ts$'] },
    },
    {
      name: 'modules-wire',
      severity: 'error',
      comment: "A noun's module names what belongs to it and knows everything; who imports one knows everything too.",
      from: { pathNot: ['^test/', '^src/modules/', '^src/app\\.module\\.ts$', SPEC] },
      to: { path: '^src/modules/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      comment: 'What production needs is not test support.',
      from: { path: '^(src|projections|wire|agent|cli|bench)/', pathNot: SPEC },
      to: { path: ['^test/', SPEC] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What a client in TypeScript looks like: compiled beside what it is generated from, by the tests.
    exclude: { path: '^(dist|data|coverage|test/clients/typescript)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
