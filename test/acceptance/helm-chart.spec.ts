import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { whereInstalled } from '../support/where-installed';

const CHART = join(__dirname, '../../deploy/helm/keyledger');
const NAMED = ['image.repository=registry.example/keyledger', 'rootKey.secret=keyledger-root-key'];
const ENGINES = ['env.KEYLEDGER_EVENT_STORE=eventstoredb', 'env.KEYLEDGER_READ_STORE=mongodb'];

const helm = (...args: readonly string[]): string => execFileSync('helm', args, { encoding: 'utf8', stdio: 'pipe' });
const settings = (values: readonly string[]) => values.flatMap((value) => ['--set', value]);

interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext: object;
}
interface Resource {
  readonly kind: string;
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly spec: {
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
    const all = ['tls.secret=t', 'evidenceKey.claim=c', 'persistence.existingClaim=d'];
    const { container, template } = serverOf(...all);
    const there = template.spec.volumes.map(({ name }) => name);
    expect(container.volumeMounts.map(({ name }) => name).filter((name) => !there.includes(name))).toEqual([]);
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

  test.each([
    ['no image', ['rootKey.secret=k'], 'image.repository'],
    ['no root key', ['image.repository=i'], 'rootKey.secret'],
    ['two servers on one embedded store', [...NAMED, 'replicas=2'], 'replicas'],
    ['a password among the open variables', [...NAMED, 'env.MONGODB_URL=mongodb://u:p@h/d'], 'secretEnv'],
    ['a variable that the chart sets', [...NAMED, 'env.KEYLEDGER_PORT=9000'], 'the chart sets it'],
    ['an ingress without TLS', [...NAMED, 'ingress.enabled=true', 'ingress.host=h'], 'plain HTTP'],
  ])('refuses %s, and says what to do', (_what, values, told) => {
    expect(refusal(values)).toContain(told);
  });
});
