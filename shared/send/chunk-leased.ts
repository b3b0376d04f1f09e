/** Other workers lease some of the chunk's messages and may have died, so the queue must deliver the chunk again. */
export class ChunkLeased extends Error {
  override readonly name = 'ChunkLeased';

  constructor() {
    super('Some messages of the chunk are leased by another worker.');
  }
}
