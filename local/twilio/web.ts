import { isLocalUrl } from '../callers.ts';
import type { Requester } from './requester.ts';

/** What a page or a file answers. */
export interface Page {
  readonly status: number;
  readonly content_type: string;
  readonly bytes: number;
}

/** The web as Twilio and WhatsApp find it. */
export interface Web {
  /** @returns undefined when nothing answers */
  look(url: string): Promise<Page | undefined>;
  /** From now on an address answers this, or nothing. */
  answer(url: string, page: Partial<Page> | 'nothing'): void;
  /** From now on every address of these hosts answers, too; `*.example` stands for it and all hosts below it. */
  add(hosts: readonly string[]): void;
}

/** Names that nobody can have (RFC 2606), so that examples work and nothing leaves the machine. */
export const EXAMPLE_HOSTS = ['*.example', '*.example.com', '*.example.net', '*.example.org'];

/** As many answers of single addresses as it keeps; the oldest go first. */
const MAX_PAGES = 1_000;

/** Twilio's pages do not say whether it follows any; that it does is a guess. */
const MAX_REDIRECTS = 3;

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/** Requests go to this machine only; the hosts of a list answer by what the address looks like, and others do not. */
export function web(http: Requester, hosts: readonly string[]): Web {
  const pages = new Map<string, Partial<Page> | 'nothing'>();
  const known = [...hosts];
  const isKnown = (hostname: string) => known.some((pattern) => matches(hostname, pattern));

  async function request(url: string, redirects = MAX_REDIRECTS): Promise<Page | undefined> {
    const { outcome, headers } = await http.send({ method: 'HEAD', url, headers: { 'user-agent': 'TwilioProxy/1.1' } });
    if (typeof outcome !== 'number') return undefined;
    const { location } = headers;
    const isRedirect = outcome >= 300 && outcome < 400 && location !== undefined && URL.canParse(location, url);
    const next = isRedirect ? new URL(location, url).href : undefined;
    if (next !== undefined && isLocalUrl(next) && redirects > 0) return request(next, redirects - 1);
    const content_type = (headers['content-type'] ?? '').split(';')[0]!.trim();
    return { status: outcome, content_type, bytes: Number(headers['content-length'] ?? 0) };
  }

  return {
    async look(url) {
      const given = pages.get(url);
      if (given === 'nothing' || !URL.canParse(url)) return undefined;
      if (given) return { ...looksLike(url), ...given };
      if (isKnown(new URL(url).hostname)) return looksLike(url);
      return isLocalUrl(url) ? request(url) : undefined;
    },
    answer(url, page) {
      pages.delete(url);
      pages.set(url, page);
      for (const oldest of pages.keys()) if (pages.size > MAX_PAGES) pages.delete(oldest);
    },
    add: (more) => void known.push(...more),
  };
}

function matches(hostname: string, pattern: string): boolean {
  const domain = pattern.replace(/^\*\./, '');
  return hostname === domain || (pattern !== domain && hostname.endsWith(`.${domain}`));
}

function looksLike(url: string): Page {
  const extension = /\.(\w+)$/.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '';
  return { status: 200, content_type: TYPES[extension] ?? 'text/html', bytes: 100_000 };
}
