/** Outlines of 16 by 16. */
const PATHS = {
  ok: 'M3 8.5L6 12l7-7',
  warn: 'M8 2.5l6 11H2zM8 6.5V10M8 11.5v.1',
  bad: 'M4 4l8 8M12 4l-8 8',
  info: 'M8 7v4.5M8 4.5v.1M8 2a6 6 0 100 12A6 6 0 008 2z',
  draft: 'M3 13l.5-3L11 3l2 2-7 7.5z',
  time: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 4.5V8l2.5 1.5',
  send: 'M2 8l12-5.5L10 14l-2.5-5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  reply: 'M6.5 4L2.5 8l4 4M3 8h6.5a4 4 0 014 4',
  url: 'M7 4H3.5v8.5H12V9M9 3.5h3.5V7M12 4L7.5 8.5',
  call: 'M3 2.5h3l1 3L5.5 7A8 8 0 009 10.5L10.5 9l3 1v3A10.5 10.5 0 013 2.5z',
  home: 'M2.5 7.5L8 3l5.5 4.5V13h-4V9.5h-3V13h-4z',
  campaigns: 'M2.5 6.5v3h2.5l6 3v-9l-6 3zM13 6.5v3',
  people: 'M6 8a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM2 13c0-4 8-4 8 0M10.5 3a2.5 2.5 0 010 5M11.5 10c2 .5 2.5 2 2.5 3',
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
