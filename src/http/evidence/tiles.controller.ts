import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RecordEvidenceRead } from '../../commands/audit/record-evidence-read';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { refuse } from '../../kernel/refusal';
import { GetTile } from '../../queries/evidence/get-tile';
import { parseTilePath, TILE_WIDTH } from '../../../wire/tlog/tile-path';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint, type EndpointOptions } from '../platform/endpoint/endpoint';
import { PathPart } from '../platform/endpoint/path-parameter';
import { patterned } from '../platform/validation/patterned';

const level = patterned({ max: 7, pattern: '^(\\d{1,2}|entries)$', says: 'is no level of tiles' });
const part = patterned({
  max: 6,
  pattern: '^(x\\d{3}|\\d{3}(\\.p)?|[1-9]\\d{0,2})$',
  says: 'is no part of a tile’s path',
});

const INDEX = 'Three digits of the tile’s index, from the left.';
const Level = PathPart('tileLevel', level, 'tile', {
  description: 'Height of the tile in the tree; `entries` at its foot.',
  example: '0',
});
const First = PathPart('first', part, 'tile', { description: INDEX, example: '000' });
const Second = PathPart('second', part, 'tile', { description: INDEX, example: '067' });
const Third = PathPart('third', part, 'tile', { description: INDEX, example: '067' });
const Fourth = PathPart('fourth', part, 'tile', { description: INDEX, example: '067' });

/** Tiles of a longer log lie deeper: an index has a part of the path for three of its digits each. */
const tile = (id: string, depth: string): EndpointOptions => ({
  id,
  summary: `A tile of the log's Merkle tree, ${depth}`,
  permission: 'anybody signed in; tiles of entries: pam_audit.read for all organizations',
  description:
    'Static paths of C2SP tlog-tiles: `tile/<level>/<index>` and `.p/<width>` for partial ones, up to 256 hashes of 32 bytes; `tile/entries/…` are the facts themselves, each behind its length in two bytes. Only what a checkpoint covers. Reading entries is recorded.',
  answers: { 200: null },
  codes: ['NOT_FOUND'],
  produces: ['application/octet-stream'],
});

@ApiTags('Evidence')
@Controller('evidence/tile')
export class TilesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get(':tileLevel/:first')
  @Endpoint(tile('getTile', 'full, of the first thousand'))
  one(@Ctx() context: Context, @Level of: string, @First first: string) {
    return this.at(context, of, first);
  }

  @Get(':tileLevel/:first/:second')
  @Endpoint(tile('getTileInTwo', 'partial, or of the first million'))
  two(@Ctx() context: Context, @Level of: string, @First first: string, @Second second: string) {
    return this.at(context, of, first, second);
  }

  @Get(':tileLevel/:first/:second/:third')
  @Endpoint(tile('getTileInThree', 'partial, or of the first thousand million'))
  three(@Ctx() context: Context, @Level of: string, @First one: string, @Second two: string, @Third three: string) {
    return this.at(context, of, one, two, three);
  }

  @Get(':tileLevel/:first/:second/:third/:fourth')
  @Endpoint(tile('getTileInFour', 'partial, of the first thousand million'))
  four(
    @Ctx() context: Context,
    @Level of: string,
    @First one: string,
    @Second two: string,
    @Third three: string,
    @Fourth four: string,
  ) {
    return this.at(context, of, one, two, three, four);
  }

  private async at(context: Context, ...parts: readonly string[]) {
    const found = parseTilePath(parts.join('/'));
    if (found === undefined) throw new RefusedError(refuse('NOT_FOUND', 'There is no such tile.'));
    if (found.level === 'entries') {
      const { index, width: count } = found;
      await this.commands.execute(new RecordEvidenceRead(context, { first: index * TILE_WIDTH, count }));
    }
    const bytes = await this.queries.execute(new GetTile(context, found));
    return new StreamableFile(bytes, { type: 'application/octet-stream' });
  }
}
