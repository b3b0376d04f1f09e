import { startHerald, type Herald, type HeraldOptions } from '../local/herald.ts';
import { temporaryFolder } from '../local/temporary-folder.ts';

/** Starts a Herald in a temporary folder and on free ports for one measurement, and removes it afterwards. */
export async function withHerald(
  options: Omit<HeraldOptions, 'dataDirectory' | 'port'>,
  measure: (herald: Herald) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder('herald-bench-');
  try {
    const herald = await startHerald({ dataDirectory: folder.path, port: 0, ...options });
    try {
      await measure(herald);
    } finally {
      await herald.close();
    }
  } finally {
    folder.remove();
  }
}
