/** What this place of serving offers beside an API key. */
export interface Config {
  /** Whether `GET /` tells the demo's key to this browser. */
  readonly demo: boolean;
}

export async function readConfig(): Promise<Config> {
  const response = await fetch('/console/config.json');
  return (await response.json()) as Config;
}

/** The key of the demo, as a local start tells it to whoever sits at the machine. */
export async function demoKey(): Promise<string> {
  const { api_key } = (await (await fetch('/')).json()) as { api_key?: string };
  if (!api_key) throw new Error('This Herald does not tell the key of its demo here.');
  return api_key;
}
