import type { QueryBus } from '@nestjs/cqrs';
import { entryOf } from '../../kernel/entry-of';
import type { Foreground } from '../../kernel/foreground';
import { RefusedError } from '../../kernel/refused-error';
import type { BodyIn } from './body-in';
import { checkedLine } from './checked-line';
import type { ImportEntry, ImportFinding, Reader } from './entry';
import type { GrantLine, IdentityLine, ImportLine } from './import-line';
import { LineMaker, type Importing } from './line-maker';
import { unquoted } from './unquoted';
import { isFinding, NamedPlaces, type NamedPlace } from './named-places';

/** What waits for the disk shares its waiting with the others: the more at once, the less each costs. */
const AT_ONCE = 128;
/** While people wait for answers. */
const AT_ONCE_BESIDE = 2;
/** Before each line, then. */
const REST_MS = 25;

/** `repeated`: an earlier line of the file has the same name with another value. */
type Became = 'made' | 'exists' | 'repeated' | ImportFinding;

/** Only the first of them is imported: who deletes the old vault then would miss the others. */
const REPEATED: ImportFinding = {
  code: 'NAME_REPEATED',
  detail: 'An earlier line has the same vault, name and username with another value; this one was left out.',
};

interface Judged {
  readonly became: Became;
  /** Vaults made for the folder that the entry lay in. */
  readonly besides: number;
  readonly kind: string;
}

const KINDS = ['vault', 'host', 'identity', 'grant'];

const kindOf = ({ thing }: ImportEntry): string => {
  const kind: unknown = thing === undefined ? undefined : entryOf(thing as Readonly<Record<string, unknown>>, 'kind');
  return KINDS.find((each) => each === kind) ?? 'line';
};

const refusalOf = (error: unknown): ImportFinding => {
  if (!(error instanceof RefusedError)) throw error;
  const { code, detail } = error.refusal;
  return { code, detail };
};

/** One run over one file: several lines at once, told in their order. */
export class ImportRun {
  private readonly maker: LineMaker;
  private readonly folders = new Map<
    string,
    Promise<{ readonly place: NamedPlace; readonly made: number } | ImportFinding>
  >();
  private readonly counts = { lines: 0, made: 0, exists: 0, refused: 0, warnings: 0 };

  constructor(
    private readonly on: Importing,
    private readonly queries: QueryBus,
    private readonly foreground: Foreground,
  ) {
    this.maker = new LineMaker(on);
  }

  /** Lines of JSON: each that needs a look, and the summary, which is there only if the file was read to its end. */
  async *lines(body: BodyIn, reader: Reader): AsyncIterable<string> {
    const known = await NamedPlaces.of(this.queries, this.on.organizationId);
    let window: (readonly [ImportEntry, Promise<Judged>])[] = [];
    for await (const entry of reader(body.bytes)) {
      await this.foreground.giveWay(REST_MS);
      const judged = this.judge(known, entry);
      // Told when its turn comes; what stops an earlier one stops it as well.
      judged.catch(() => undefined);
      window.push([entry, judged]);
      // What comes after a vault or a host may name it.
      const most = ['vault', 'host'].includes(kindOf(entry)) ? 0 : this.mostAtOnce();
      for (const [first, outcome] of window.splice(0, Math.max(0, window.length - most))) {
        yield* this.told(first, await outcome);
      }
    }
    for (const [entry, outcome] of window) yield* this.told(entry, await outcome);
    window = [];
    const { lines, made, exists, refused, warnings } = this.counts;
    const digest = await body.digest();
    yield JSON.stringify({ summary: { digest, apply: this.on.apply, lines, made, exists, refused, warnings } });
  }

  private mostAtOnce(): number {
    return this.foreground.isBusy ? AT_ONCE_BESIDE : AT_ONCE;
  }

  private *told({ line, warnings = [] }: ImportEntry, { became, kind, besides }: Judged): Iterable<string> {
    const { counts } = this;
    counts.lines += 1;
    counts.made += besides;
    if (typeof became === 'object') {
      counts.refused += 1;
      yield JSON.stringify({ line, kind, status: 'refused', ...became });
      return;
    }
    counts[became === 'made' ? 'made' : 'exists'] += 1;
    const worth = { made: warnings, exists: [], repeated: [REPEATED] }[became];
    for (const warning of worth) {
      counts.warnings += 1;
      yield JSON.stringify({ line, kind, status: 'warning', ...warning });
    }
  }

  private async judge(known: NamedPlaces, entry: ImportEntry): Promise<Judged> {
    const { thing, refused, vault } = entry;
    const kind = kindOf(entry);
    if (refused !== undefined || thing === undefined) {
      return {
        kind: 'line',
        besides: 0,
        became: refused ?? { code: 'VALIDATION_FAILED', detail: 'The line is empty.' },
      };
    }
    const checked = await checkedLine(thing);
    if (isFinding(checked)) return { kind, besides: 0, became: checked };
    const folder = vault === undefined ? undefined : await this.folder(known, vault);
    if (folder !== undefined && isFinding(folder)) return { kind, besides: 0, became: folder };
    try {
      return { kind, besides: folder?.made ?? 0, became: await this.make(known, checked.line) };
    } catch (error) {
      return { kind, besides: folder?.made ?? 0, became: unquoted(refusalOf(error), checked.line) };
    }
  }

  /** The vault of a folder, made for the first entry that lies in it. */
  private async folder(
    known: NamedPlaces,
    name: string,
  ): Promise<{ readonly place: NamedPlace; readonly made: number } | ImportFinding> {
    const asked = this.folders.get(name);
    if (asked !== undefined) {
      const found = await asked;
      return isFinding(found) ? found : { ...found, made: 0 };
    }
    const making = (async () => {
      try {
        const became = await this.makePlace(known, 'vault', name);
        const place = known.find('vaults', name);
        return isFinding(place) ? place : { place, made: became === 'made' ? 1 : 0 };
      } catch (error) {
        return refusalOf(error);
      }
    })();
    this.folders.set(name, making);
    return making;
  }

  private make(known: NamedPlaces, line: ImportLine): Promise<Became> {
    switch (line.kind) {
      case 'vault':
        return this.makePlace(known, 'vault', line.name, line.description);
      case 'host':
        return this.makePlace(known, 'host', line.name);
      case 'identity':
        return this.makeIdentity(known, line);
      case 'grant':
        return this.makeGrant(known, line);
    }
  }

  private async makePlace(
    known: NamedPlaces,
    kind: 'vault' | 'host',
    name: string,
    description?: string,
  ): Promise<'made' | 'exists'> {
    const what = `${kind}s` as const;
    if (known.has(what, name)) {
      await this.maker.rehearse({ kind });
      return 'exists';
    }
    const { id, exists } = await this.maker.place(kind, name, description);
    known.add(what, { name, ...(id === undefined ? {} : { id }) });
    return exists ? 'exists' : 'made';
  }

  private async makeIdentity(known: NamedPlaces, line: IdentityLine): Promise<Became> {
    const {
      kind: _,
      vault: vaultName,
      credential,
      scheme,
      hosts = [],
      credentialType = 'password',
      ...settings
    } = line;
    const vault = known.find('vaults', vaultName);
    const found = hosts.map((name) => known.find('hosts', name));
    const missing = [vault, ...found].find(isFinding);
    if (missing !== undefined || isFinding(vault)) {
      // Whoever may not make it is not told what there is.
      await this.maker.rehearse({ kind: 'vault' });
      return missing as ImportFinding;
    }
    const places = found.filter((place): place is NamedPlace => !isFinding(place));
    const inVault = await known.in('identities', vault);
    const make = async () => {
      const { exists } = await this.maker.identity({
        kind: 'identity',
        ...(vault.id === undefined ? {} : { vaultId: vault.id }),
        given: { ...settings, credentialType, hostIds: places.flatMap(({ id }) => (id === undefined ? [] : [id])) },
        newHosts: places.flatMap(({ id, name }) => (id === undefined ? [name] : [])),
        credential,
        ...(scheme === undefined ? {} : { scheme }),
      });
      return exists ? 'exists' : 'made';
    };
    const there = () => this.maker.rehearse({ kind: 'vault' });
    const { became, differs } = await inVault.once(`${line.name}\n${line.username}`, make, there, credential);
    return differs ? 'repeated' : became;
  }

  private async makeGrant(known: NamedPlaces, line: GrantLine): Promise<Became> {
    const { vault: vaultName, user, group, level, expiresAt } = line;
    await this.maker.rehearse({ kind: 'giving' });
    const vault = known.find('vaults', vaultName);
    if (isFinding(vault)) return vault;
    const principalId = await known.principal(user === undefined ? 'groups' : 'users', user ?? group ?? '');
    if (typeof principalId === 'object') return principalId;
    const inVault = await known.in('grants', vault);
    const grant = {
      principalType: user === undefined ? ('group' as const) : ('user' as const),
      principalId,
      level,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    const planned = { kind: 'grant' as const, ...(vault.id === undefined ? {} : { vaultId: vault.id }), grant };
    const make = async () => ((await this.maker.grant(planned)).exists ? 'exists' : 'made');
    return (await inVault.once(`${principalId}\n${level}`, make, () => Promise.resolve())).became;
  }
}
