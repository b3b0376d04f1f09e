import { vi } from 'vitest';

type Places = 'localStorage' | 'sessionStorage';

/** A browser's storage with what somebody left there. */
export function fakeStorage(left: { readonly [Place in Places]?: Readonly<Record<string, string | null>> }) {
  const places = { localStorage: { ...left.localStorage }, sessionStorage: { ...left.sessionStorage } };
  for (const [place, items] of Object.entries(places))
    vi.stubGlobal(place, {
      getItem: (key: string) => items[key] ?? null,
      setItem: (key: string, value: string) => Object.assign(items, { [key]: value }),
      removeItem: (key: string) => Reflect.deleteProperty(items, key),
    });
  return places;
}

/** One in which nothing can be kept: its places refuse what is written, or even to be named. */
export function refusingStorage(when: 'named' | 'used'): void {
  for (const place of ['localStorage', 'sessionStorage']) {
    const refuse = () => {
      throw new DOMException('It is forbidden.', 'SecurityError');
    };
    vi.stubGlobal(place, { getItem: refuse, setItem: refuse, removeItem: refuse });
    if (when === 'named') Object.defineProperty(globalThis, place, { get: refuse, configurable: true });
  }
}

/** There is none, as there was none before. */
export function noStorage(): void {
  vi.unstubAllGlobals();
}
