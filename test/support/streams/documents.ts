import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedReadStore } from '../../../src/adapters/read-store/embedded/embedded-read-store';
import { openReadFile } from '../../../src/adapters/read-store/embedded/read-file';
import { BEFORE_FIRST } from '../../../src/kernel/position';
import type { ModelSchema, ReadModel } from '../../../src/kernel/read-model';
import type { ReadModels } from '../../../src/kernel/read-models';
import type { ReadSide } from '../../../src/kernel/read-side';
import { markAtPosition, ORIGIN } from '../../../src/kernel/subscription/mark';

type Document = Readonly<Record<string, unknown>> & { readonly id: string };

/** Lists in a real file, which hold what a specification says there is; all of them up to date, but for those that it holds back. */
export class Documents implements ReadModels, ReadSide {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-documents-'));
  private readonly database = openReadFile(join(this.folder, 'reads.db'));
  private readonly store = new EmbeddedReadStore(this.database);
  private readonly models = new Map<string, ReadModel<unknown>>();
  /** Models that do not get as far as the log. */
  readonly behind = new Set<string>();

  async fill(schema: ModelSchema, documents: readonly Document[]): Promise<this> {
    const build = await this.store.begin(schema);
    await this.store.activate(build);
    const table = this.store.table<Document>(schema, build);
    const position = '1';
    const changes = documents.map((document) => ({ id: document.id, position, document }));
    await table.write(changes, markAtPosition(position), ORIGIN);
    this.models.set(schema.name, table);
    return this;
  }

  readModel<D>(name: string): ReadModel<D> {
    const model = this.models.get(name);
    if (model === undefined) throw new Error(`the specification says nothing of ${name}`);
    return model as ReadModel<D>;
  }

  async head() {
    return BEFORE_FIRST;
  }

  async waitFor(models: readonly string[]): Promise<boolean> {
    return !models.some((model) => this.behind.has(model));
  }

  close(): void {
    this.database.close();
    rmSync(this.folder, { recursive: true });
  }
}
