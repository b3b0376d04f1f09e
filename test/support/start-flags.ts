import packageJson from '../../package.json' with { type: 'json' };

/** Node's flags of `npm start`, for who starts the same without npm. @throws Error when it has none */
export function startFlags(): readonly string[] {
  const flags = packageJson.scripts.start.match(/--max-\S+/g);
  if (!flags) throw new Error('npm start gives Node no limit of memory: nothing is left to take over from it.');
  return flags;
}
