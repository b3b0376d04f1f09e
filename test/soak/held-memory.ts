interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly message?: string };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}
type Ask = (method: string, params?: object) => Promise<Message>;

/** How long an answer may take: a collection waits for the thread, in milliseconds. */
const PATIENCE = 60_000;
const HEAP = 'process.memoryUsage().heapUsed + process.memoryUsage().external';

/**
 * What a process and its worker threads hold once all garbage is collected, in megabytes: the resident memory has garbage, too,
 * as long as there is room for it.
 * @param port of its inspector
 * @returns undefined when the process ends meanwhile
 */
export async function heldMemory(port: number): Promise<number | undefined> {
  try {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(targets[0]!.webSocketDebuggerUrl);
    try {
      return (await heldByThreads(socket)) / 2 ** 20;
    } finally {
      socket.close();
    }
  } catch {
    return undefined;
  }
}

async function heldByThreads(socket: WebSocket): Promise<number> {
  const workers: string[] = [];
  const answers = new Map<string, (message: Message) => void>();
  const take = (from: string, message: Message) => answers.get(`${from}${message.id}`)?.(message);
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    const { sessionId = '', message: text = '' } = message.params ?? {};
    if (message.method === 'NodeWorker.attachedToWorker') workers.push(sessionId);
    else if (message.method === 'NodeWorker.receivedMessageFromWorker') take(sessionId, JSON.parse(text) as Message);
    else take('', message);
  });
  let asked = 0;
  const send = (method: string, params: object) => {
    asked += 1;
    socket.send(JSON.stringify({ id: asked, method, params }));
    return asked;
  };
  const answerTo = (from: string, id: number) =>
    new Promise<Message>((resolve, reject) => {
      answers.set(`${from}${id}`, resolve);
      for (const event of ['close', 'error']) socket.addEventListener(event, reject);
      setTimeout(reject, PATIENCE).unref();
    });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const ofMain: Ask = (method, params = {}) => answerTo('', send(method, params));
  const ofWorker =
    (sessionId: string): Ask =>
    (method, params = {}) => {
      const id = asked + 1;
      send('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method, params }) });
      return answerTo(sessionId, id);
    };
  const main = await heldBy(ofMain);
  // Its answer comes behind what tells of each worker.
  await ofMain('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const others = await Promise.all(workers.map((worker) => heldBy(ofWorker(worker))));
  return others.reduce((sum, held) => sum + held, main);
}

/** In bytes. */
async function heldBy(ask: Ask): Promise<number> {
  await ask('HeapProfiler.enable');
  await ask('HeapProfiler.collectGarbage');
  const { result } = await ask('Runtime.evaluate', { expression: HEAP });
  return Number(result?.result?.value);
}
