import { StoreDamaged } from '../../kernel/store-errors';

/** A file holds what a later release wrote. This one can't know what it means, so it doesn't touch it. */
export class WrittenByNewerVersion extends StoreDamaged {
  constructor(file: string, found: number, known: number) {
    super(
      `${file} was written by a newer version of Keyledger (its format is ${found}, this release knows ${known}); start that version.`,
    );
    this.name = 'WrittenByNewerVersion';
  }
}
