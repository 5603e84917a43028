import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { whereInstalled } from '../support/where-installed';

const CHART = join(__dirname, '../../deploy/helm/keyledger');
const NAMED = ['image.repository=registry.example/keyledger', 'rootKey.secret=keyledger-root-key'];
const CA_FILE = [String.raw`files.ca\.pem.secret=s`, String.raw`files.ca\.pem.key=k`];
const ENGINES = ['env.KEYLEDGER_EVENT_STORE=eventstoredb', 'env.KEYLEDGER_READ_STORE=mongodb'];

const helm = (...args: readonly string[]): string => execFileSync('helm', args, { encoding: 'utf8', stdio: 'pipe' });
const settings = (values: readonly string[]) => values.flatMap((value) => ['--set', value]);

interface Container {
  readonly command?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext: object;
}
interface Resource {
  readonly kind: string;
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly replicas: number;
    readonly jobLabel?: string;
    readonly endpoints?: readonly object[];
    readonly template: {
      readonly spec: {
        readonly enableServiceLinks?: boolean;
        readonly initContainers: readonly [Container];
        readonly containers: readonly [Container];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
    readonly volumeClaimTemplates?: readonly object[];
  };
}

const resources = (...values: readonly string[]): readonly Resource[] =>
  parseAllDocuments(helm('template', 'keyledger', CHART, ...settings([...NAMED, ...values])))
    .map((document) => document.toJS() as Resource | null)
    .filter((resource): resource is Resource => resource !== null);

const serverOf = (...values: readonly string[]) => {
  const set = resources(...values).find(({ kind }) => kind === 'StatefulSet');
  if (set === undefined) throw new Error('the chart makes no server');
  return { ...set.spec, container: set.spec.template.spec.containers[0] };
};

const refusal = (values: readonly string[]): string => {
  try {
    return helm('template', 'keyledger', CHART, ...settings(values));
  } catch (error) {
    return String((error as { stderr?: string }).stderr);
  }
};

whereInstalled('helm', 'helm, which is in no release of Debian')('the chart of deploy/helm', () => {
  test('has nothing that helm complains of', () => {
    expect(helm('lint', CHART, '--strict', ...settings(NAMED))).toContain('0 chart(s) failed');
  });

  test('keeps embedded stores on a volume of one server, and engines on none', () => {
    expect(serverOf()).toMatchObject({ replicas: 1, volumeClaimTemplates: [{ metadata: { name: 'data' } }] });
    const onEngines = serverOf('replicas=3', ...ENGINES);
    expect(onEngines.replicas).toBe(3);
    expect(onEngines.volumeClaimTemplates).toBeUndefined();
    expect(serverOf(...ENGINES, 'env.KEYLEDGER_MATERIAL_STORE=embedded').volumeClaimTemplates).toHaveLength(1);
  });

  test('mounts a volume that there is, wherever it mounts one', () => {
    const all = ['tls.secret=t', 'evidenceKey.claim=c', 'persistence.existingClaim=d', ...CA_FILE];
    const { volumes, containers, initContainers } = serverOf(...all).template.spec;
    const there = volumes.map(({ name }) => name);
    const mounted = [...containers, ...initContainers].flatMap(({ volumeMounts }) => volumeMounts);
    expect(mounted.map(({ name }) => name).filter((name) => !there.includes(name))).toEqual([]);
  });

  test('lays files where variables can name them, for the server alone', () => {
    const laid = (...values: string[]) => serverOf(...values).template.spec.initContainers[0].command?.at(-1);
    const rootKey = 'install -d -m 0700 /data/keyledger && install -m 0600 /secrets/root-key/root.key /keys/root.key';
    expect(laid()).toBe(rootKey);
    expect(laid(...CA_FILE)).toBe(`${rootKey} && install -m 0600 /secrets/files/* /keys`);
    expect(serverOf(...CA_FILE).template.spec.volumes).toContainEqual({
      name: 'files',
      projected: { sources: [{ secret: { name: 's', items: [{ key: 'k', path: 'ca.pem' }] } }] },
    });
  });

  test('is scraped under the name that the alerts ask for, whatever the release is called', () => {
    const values = ['serviceMonitor.enabled=true', 'serviceMonitor.labels.release=prometheus', 'tls.secret=t'];
    const all = resources(...values, 'serviceMonitor.tlsConfig.serverName=vault.example');
    const byKind = (kind: string) => all.find((each) => each.kind === kind);
    const { metadata, spec } = byKind('ServiceMonitor') ?? {};
    expect(byKind('Service')?.metadata.labels[spec?.jobLabel ?? '']).toBe('keyledger');
    expect(metadata?.labels).toMatchObject({ release: 'prometheus' });
    expect(spec?.endpoints).toMatchObject([{ scheme: 'https', tlsConfig: { serverName: 'vault.example' } }]);
  });

  test('hands the server no variables that Kubernetes makes of services: one called keyledger would be taken for its own', () => {
    expect(serverOf().template.spec.enableServiceLinks).toBe(false);
  });

  test('runs the server as nobody in particular, on a file system that it can not write', () => {
    expect(serverOf().container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('passes variables on, and speaks plain HTTP only where nothing else is said', () => {
    const values = (...more: string[]) =>
      Object.fromEntries(serverOf(...more).container.env.map(({ name, value }) => [name, value]));
    expect(values('env.KEYLEDGER_OWNER_EMAIL=you@example.com')).toMatchObject({
      KEYLEDGER_OWNER_EMAIL: 'you@example.com',
      KEYLEDGER_BEHIND_TLS_PROXY: '1',
    });
    expect(values('tls.secret=t')).not.toHaveProperty('KEYLEDGER_BEHIND_TLS_PROXY');
  });

  test('gives each variable once, also one of its own that is set otherwise', () => {
    const ofOwn = ['env.KEYLEDGER_HOST=::', 'env.KEYLEDGER_BEHIND_TLS_PROXY=0', 'evidenceKey.claim=c'];
    const { env } = serverOf(...ofOwn).container;
    const names = env.map(({ name }) => name);
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
    expect(env).toContainEqual({ name: 'KEYLEDGER_HOST', value: '::' });
    expect(serverOf().container.env).toContainEqual({ name: 'KEYLEDGER_HOST', value: '0.0.0.0' });
  });

  test.each([
    ['no image', ['rootKey.secret=k'], 'image.repository'],
    ['no root key', ['image.repository=i'], 'rootKey.secret'],
    ['two servers on one embedded store', [...NAMED, 'replicas=2'], 'replicas'],
    ['a password among the open variables', [...NAMED, 'env.MONGODB_URL=mongodb://u:p@h/d'], 'secretEnv'],
    [
      'a variable from two places',
      [...NAMED, 'env.KEYLEDGER_LOG_LEVEL=info', 'secretEnv.KEYLEDGER_LOG_LEVEL.secret=s'],
      'secretEnv has it too',
    ],
    [
      'a key for checkpoints besides its claim',
      [...NAMED, 'evidenceKey.claim=c', 'env.KEYLEDGER_EVIDENCE_KEY_FILE=/x'],
      'the chart sets it',
    ],
    ['a variable that the chart sets', [...NAMED, 'env.KEYLEDGER_PORT=9000'], 'the chart sets it'],
    [
      'one of them from a secret',
      [...NAMED, 'secretEnv.KEYLEDGER_PORT.secret=s', 'secretEnv.KEYLEDGER_PORT.key=k'],
      'the chart sets it',
    ],
    [
      'a file in the place of the root key',
      [...NAMED, String.raw`files.root\.key.secret=s`, String.raw`files.root\.key.key=k`],
      'root.key is the name',
    ],
    ['an ingress without TLS', [...NAMED, 'ingress.enabled=true', 'ingress.host=h'], 'plain HTTP'],
  ])('refuses %s, and says what to do', (_what, values, told) => {
    expect(refusal(values)).toContain(told);
  });
});
