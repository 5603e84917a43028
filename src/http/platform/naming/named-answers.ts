import { Inject, Injectable } from '@nestjs/common';
import { CurrentNames } from '../../../queries/names/current-names';
import type { Dto } from '../validation/kind';
import { collectWanted, namedAnswer, type NamesFound, type Wanted } from './named-answer';
import { namingPlanOf } from './naming-plan';

/** What was done is told without names rather than late: its answer may be a value that somebody waits for. */
const LONGEST_MS = 1_000;

/** Puts names beside the ids that an answer shows, as its DTO says: those that the things have now. */
@Injectable()
export class NamedAnswers {
  constructor(@Inject(CurrentNames) private readonly names: CurrentNames) {}

  /** The answer to a question: its names are read as it was. */
  asked<B>(dto: Dto, body: B): Promise<B> {
    return this.of(dto, body, (wanted) => this.found(wanted));
  }

  /** The answer to a command, which stands whether or not its names are to be had. */
  done<B>(dto: Dto, body: B): Promise<B> {
    return this.of(dto, body, (wanted) => this.soon(wanted));
  }

  private async of<B>(dto: Dto, body: B, find: (wanted: Wanted) => Promise<NamesFound>): Promise<B> {
    const plan = namingPlanOf(dto);
    const wanted: Wanted = new Map();
    collectWanted(body, plan, wanted);
    return wanted.size === 0 ? body : (namedAnswer(body, plan, await find(wanted)) as B);
  }

  private async soon(wanted: Wanted): Promise<NamesFound> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<NamesFound>((resolve) => {
      timer = setTimeout(resolve, LONGEST_MS, new Map());
    });
    try {
      return await Promise.race([this.found(wanted), late]);
    } catch {
      return new Map();
    } finally {
      clearTimeout(timer);
    }
  }

  private async found(wanted: Wanted): Promise<NamesFound> {
    const kinds = [...wanted];
    const found = await Promise.all(kinds.map(([kind, ids]) => this.names.of(kind, ids)));
    return new Map(kinds.map(([kind], index) => [kind, found[index] ?? new Map()]));
  }
}
