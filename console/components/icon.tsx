/** Outlines of 16 by 16. */
const PATHS = {
  ok: 'M3 8.5l3.2 3.2L13 4.8',
  warn: 'M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.1',
  bad: 'M4 4l8 8M12 4l-8 8',
  info: 'M8 7.2v4.3M8 4.6v.1M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8z',
  draft: 'M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z',
  time: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 4.6V8l2.4 1.6',
  send: 'M2 8l12-5.5-4 11-2.6-4.4z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  reply: 'M6.5 4L2.5 8l4 4M3 8h6.5a4 4 0 014 4',
  url: 'M7 4H3.5v8.5H12V9M9 3.5h3.5V7M12 4L7.5 8.5',
  call: 'M4 2.5h2l1 3-1.4 1.2a8 8 0 003.7 3.7L10.5 9l3 1v2a1.5 1.5 0 01-1.6 1.5A10 10 0 012.5 4.1 1.5 1.5 0 014 2.5z',
  home: 'M2.5 7.5L8 3l5.5 4.5V13h-4V9.5h-3V13h-4z',
  campaigns: 'M2.5 6.5v3h2.5l6 3v-9l-6 3zM13 6.5v3',
  people:
    'M6 8a2.4 2.4 0 100-4.8A2.4 2.4 0 006 8zM1.8 13c.3-2 2-3 4.2-3s3.9 1 4.2 3M10.5 3.6a2.2 2.2 0 010 4M11.5 10.3c1.5.4 2.4 1.3 2.7 2.7',
  templates: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  insights: 'M3 13V8.5M8 13V3M13 13V6',
  settings: 'M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.5v3M6 9.5v3',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a word, never instead of one. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
