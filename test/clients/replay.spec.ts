import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFixture } from '../support/application/fixture';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { whereInstalled } from '../support/where-installed';
import { servedApi, type ServedApi } from './support/api-document';
import { shell } from './support/shell';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/replay.md'), 'utf8');

const programIn = (language: string): string => {
  const program = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(PAGE)?.[1];
  if (program === undefined) throw new Error(`docs/replay.md has no program in ${language}`);
  return program;
};

interface Recipe {
  readonly file: string;
  readonly build: string;
  readonly run: string;
}

const JAVA_DEPENDENCIES = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>replay</groupId><artifactId>replay</artifactId><version>1</version><dependencies><dependency>
  <groupId>com.eventstore</groupId><artifactId>db-client-java</artifactId><version>5.4.5</version>
  </dependency></dependencies></project>`;

const RECIPES: readonly [string, string, string, Recipe][] = [
  [
    'go',
    'go',
    'golang-go',
    {
      file: 'main.go',
      build: `[ -f go.mod ] || go mod init replay
        go get github.com/EventStore/EventStore-Client-Go/v4/esdb@v4.2.0 && go build -o replay .`,
      run: './replay',
    },
  ],
  [
    'python',
    'python3',
    'python3-venv',
    {
      file: 'replay.py',
      build: 'python3 -m venv venv && venv/bin/pip install --quiet kurrentdbclient==1.3.5',
      run: 'venv/bin/python replay.py',
    },
  ],
  [
    'java',
    'mvn',
    'maven',
    {
      file: 'Replay.java',
      build: `echo '${JAVA_DEPENDENCIES}' > pom.xml
        mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
        javac -d program -cp "$(cat classpath)" Replay.java`,
      run: 'java -cp "program:$(cat classpath)" Replay',
    },
  ],
];

describe('programs that replay a stream by clients of EventStoreDB', () => {
  let double: EventStoreDouble;
  let api: ServedApi;
  const expected = new Map<string, readonly string[]>();
  beforeAll(async () => {
    double = await EventStoreDouble.start();
    api = await servedApi({
      KEYLEDGER_EVENT_STORE: 'eventstoredb',
      EVENTSTORE_URL: double.url(),
      KEYLEDGER_ROOT_KEY: randomBytes(32).toString('base64'),
    });
    const { owner, people, newIdentity, organizationId } = await newFixture(api);
    const { id } = await newIdentity();
    await people.user.post(`/identities/${id}/checkout`, { reason: 'to be replayed', durationMinutes: 30 });
    await people.groupUser.post(`/identities/${id}/checkout`, { reason: 'refused', durationMinutes: 30 });
    for (const stream of [`identity-${id}`, `denied-${organizationId}`]) {
      const { body } = await owner.get(`/streams/${stream}`);
      const { items } = body as {
        items: readonly {
          revision: number;
          type: string;
          metadata: { time: string; actor: { email?: string; name?: string } };
        }[];
      };
      expected.set(
        stream,
        items.map(
          ({ revision, type, metadata: { time, actor } }) =>
            `${revision} ${type} ${time} ${actor.email ?? ''}${actor.name ?? ''}`,
        ),
      );
    }
  });
  afterAll(async () => {
    await api.end();
    await double.end();
  });

  describe.each(RECIPES)('in %s', (language, program, debianPackage, { file, build, run }) => {
    whereInstalled(program, debianPackage)('as docs/replay.md has it', () => {
      test('tells the facts of an identity, and its refusals, as the server tells them', async () => {
        const folder = join(ROOT, '.cache/clients', `replay-${language}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, file), programIn(language));
        await shell(build, folder, {});
        for (const [stream, lines] of expected) {
          const said = await shell(`${run} "$EVENTSTORE_URL" ${stream}`, folder, { EVENTSTORE_URL: double.url() });
          expect(said.trim().split('\n')).toEqual(lines);
          expect(lines.length).toBeGreaterThan(0);
        }
        rmSync(join(folder, file));
      });
    });
  });
});
