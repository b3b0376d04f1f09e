import { api, entries, type Schemas } from './api.ts';
import { useLive } from './live.ts';

/** Every segment, once they are read; none for who may not see them. */
export const useSegments = (): readonly Schemas['Segment'][] =>
  useLive((signal) => Array.fromAsync(entries(api, '/v1/segments', {}, { signal })), []).data ?? [];
