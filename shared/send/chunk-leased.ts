/** Other workers hold some of the chunk's messages, so it must come again: they may have died holding them. */
export class ChunkLeased extends Error {
  override readonly name = 'ChunkLeased';

  constructor() {
    super('Some of the chunk is leased by another worker.');
  }
}
