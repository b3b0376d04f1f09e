/**
 * Tells the threads of functions, which send their requests of the table to DynamoDB themselves, when these must come by the endpoint:
 * for as long as there is a reason. A thread asks before each request, so the number of reasons is in memory that all of them share.
 */
export interface Detour {
  readonly memory: SharedArrayBuffer;
  begin(): void;
  end(): void;
}

export function createDetour(): Detour {
  const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const reasons = new Int32Array(memory);
  return {
    memory,
    begin: () => void Atomics.add(reasons, 0, 1),
    end: () => void Atomics.sub(reasons, 0, 1),
  };
}

/** Whether there is a reason just now. */
export function detourOf(memory: SharedArrayBuffer): () => boolean {
  const reasons = new Int32Array(memory);
  return () => Atomics.load(reasons, 0) > 0;
}
