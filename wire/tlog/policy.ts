import { parseVkey, COSIGNATURE_V1, ED25519, type NoteKey, type SignatureType } from './note-key';

/** Who is to cosign a log's checkpoints. */
export interface PolicyWitness {
  readonly name: string;
  readonly key: NoteKey;
  /** Where it is asked (`<url>/add-checkpoint`); absent: it is only verified. */
  readonly url?: string;
}

/** Whose signatures make a checkpoint good (C2SP tlog-policy). */
export interface WitnessPolicy {
  readonly logs: readonly NoteKey[];
  readonly witnesses: readonly PolicyWitness[];
  /** Whether cosignatures by these keys are enough. */
  isReached(by: readonly NoteKey[]): boolean;
}

/** A policy that can't be read: which line, and why. */
export class BadPolicy extends Error {}

type Reached = (by: readonly NoteKey[]) => boolean;

const MOST_LINES = 1000;
const BLANKS = /[ \t]+/;
/** Octets of which none but ASCII means anything: read as Latin-1, each is one letter. */
const isAllowed = (text: string): boolean => /^[\t\n\x20-\x7e\x80-\xff]*$/.test(text);
const utf8 = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');

const raw = (key: NoteKey): string => key.publicKey.export({ type: 'spki', format: 'der' }).toString('hex');

class Reading {
  readonly logs: NoteKey[] = [];
  readonly witnesses: PolicyWitness[] = [];
  private readonly named = new Map<string, Reached>([['none', () => true]]);
  private readonly members = new Set<string>();
  quorum?: Reached;

  take(words: readonly string[]): void {
    const [what, ...rest] = words;
    if (what === 'log') this.log(rest);
    else if (what === 'witness') this.witness(rest);
    else if (what === 'group') this.group(rest);
    else if (what === 'quorum') this.end(rest);
    else throw new BadPolicy(`${utf8(what ?? '')} is none of log, witness, group, quorum`);
  }

  private key(vkey: string | undefined, type: SignatureType, known: readonly NoteKey[]): NoteKey {
    const key = parseVkey(utf8(vkey ?? ''));
    if (key?.type !== type) {
      throw new BadPolicy(
        type === ED25519
          ? 'what should be the key of a log is no Ed25519 verifier key'
          : 'what should be the key of a witness is no verifier key for Ed25519 cosignatures (type 0x04)',
      );
    }
    if (known.some((each) => raw(each) === raw(key))) throw new BadPolicy(`the key of ${key.name} stands there twice`);
    return key;
  }

  private log([vkey, , ...more]: readonly string[]): void {
    if (more.length > 0) throw new BadPolicy('log takes a key and a URL');
    this.logs.push(this.key(vkey, ED25519, this.logs));
  }

  private name(name: string | undefined, reached: Reached): void {
    if (name === undefined) throw new BadPolicy('a name is missing');
    if (this.named.has(name)) throw new BadPolicy(`the name ${utf8(name)} is taken`);
    this.named.set(name, reached);
  }

  private witness([name, vkey, url, ...more]: readonly string[]): void {
    if (more.length > 0) throw new BadPolicy('witness takes a name, a key and a URL');
    const key = this.key(
      vkey,
      COSIGNATURE_V1,
      this.witnesses.map((each) => each.key),
    );
    this.name(name, (by) => by.some((each) => raw(each) === raw(key)));
    this.witnesses.push({ name: utf8(name as string), key, ...(url === undefined ? {} : { url: utf8(url) }) });
  }

  private group([name, count = '', ...members]: readonly string[]): void {
    const parts = members.map((member) => {
      const reached = this.named.get(member);
      if (reached === undefined || member === 'none') throw new BadPolicy(`${utf8(member)} is not defined before`);
      if (this.members.has(member)) throw new BadPolicy(`${utf8(member)} is a member twice`);
      this.members.add(member);
      return reached;
    });
    const decimal = /^[1-9]\d{0,3}$/.test(count) ? Number(count) : 0;
    const needed = count === 'any' ? 1 : count === 'all' ? members.length : decimal;
    if (needed < 1 || needed > members.length) {
      throw new BadPolicy('a group needs all, any or a number of its members, and members');
    }
    this.name(name, (by) => parts.filter((reached) => reached(by)).length >= needed);
  }

  private end([name, ...more]: readonly string[]): void {
    const reached = this.named.get(name ?? '');
    if (this.quorum !== undefined || more.length > 0) throw new BadPolicy('there is one quorum line, with one name');
    if (reached === undefined) throw new BadPolicy(`${utf8(name ?? '')} is not defined before`);
    this.quorum = reached;
  }
}

/** Reads a policy file. Throws {@link BadPolicy}. */
export const parsePolicy = (file: Uint8Array): WitnessPolicy => {
  const text = Buffer.from(file).toString('latin1');
  if (!isAllowed(text)) throw new BadPolicy('it holds control characters');
  const lines = text.split('\n');
  if (lines.length > MOST_LINES) throw new BadPolicy(`it has more than ${MOST_LINES} lines`);
  const reading = new Reading();
  lines.forEach((line, at) => {
    const words = line.split(BLANKS).filter((word) => word !== '');
    if (words.length === 0 || words[0]?.startsWith('#') === true) return;
    try {
      reading.take(words);
    } catch (error) {
      throw new BadPolicy(`line ${at + 1}: ${(error as Error).message}`);
    }
  });
  const { logs, witnesses, quorum } = reading;
  if (quorum === undefined) throw new BadPolicy('it has no quorum line');
  return { logs, witnesses, isReached: quorum };
};
