import chromium from '@sparticuz/chromium';

/** How the browser is started. In one process, the whole of it would end with the first window that is closed. */
export async function browserOptions(): Promise<{ readonly executablePath: string; readonly args: string[] }> {
  const executablePath = await chromium.executablePath();
  return { executablePath, args: chromium.args.filter((name) => name !== '--single-process') };
}
