import { answerOf, heraldClient } from '../../client/src/client.ts';

/** @throws HeraldProblem when Herald does not take the key */
export async function tryKey(key: string): Promise<void> {
  await answerOf(heraldClient({ baseUrl: location.origin, credential: key, retry: { attempts: 2 } }).GET('/v1/me'));
}
