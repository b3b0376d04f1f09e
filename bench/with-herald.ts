import { tmpdir } from 'node:os';

import { failWith } from '../local/failure-message.ts';
import { startHerald, type Herald, type HeraldOptions } from '../local/herald.ts';
import { temporaryFolder } from '../local/temporary-folder.ts';

const onFailure = failWith({ port: 0, dataDirectory: tmpdir() });

/** Starts a Herald in a temporary folder and on free ports for one measurement, and removes it afterwards. */
export async function withHerald(
  options: Omit<HeraldOptions, 'dataDirectory' | 'port'>,
  measure: (herald: Herald) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder('herald-bench-');
  try {
    const standIn = options.standIn && {
      approval: 'instant' as const,
      ...options.standIn,
      // until text campaigns go as templates
      rules: { closed_windows: false, ...options.standIn.rules },
    };
    const herald = await startHerald({
      ...{ dataDirectory: folder.path, port: 0, onFailure, ...options },
      ...(standIn && { standIn }),
    });
    try {
      await measure(herald);
    } finally {
      await herald.close();
    }
  } finally {
    folder.remove();
  }
}
