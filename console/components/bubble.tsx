import { useState } from 'preact/hooks';

import type { Content } from '../../shared/content/content.ts';
import { isHiddenOnComputers } from '../../shared/content/hidden-on-computers.ts';
import { filledFor, type Reader } from '../services/sample.ts';
import { FormattedText } from './formatted-text.tsx';
import { Icon } from './icon.tsx';

/** Marketing messages are cut after about so many lines, blank ones too; a character takes about so many pixels of a phone. */
const LINES = 5;
const CHARACTER = 10;
const USUAL = 360;
const MIRRORED = ['ar', 'he', 'fa', 'ur'];

export interface BubbleProps {
  readonly content: Content;
  readonly reader: Reader;
  /** That of the phone; without it the page's. */
  readonly theme?: 'light' | 'dark';
  /** How wide the phone is, in pixels; or a computer. */
  readonly screen?: string;
}

/** A message as people see it come in: white, at the left. */
export function Bubble({ content, reader, theme, screen }: BubbleProps) {
  const { header, footer, buttons, language, body } = content;
  const [isOpen, setOpen] = useState(false);
  const { text } = filledFor(reader, body);
  const shown = isOpen ? text : cut(text, (Number(screen) || USUAL) / CHARACTER);
  const isMirrored = MIRRORED.includes(language.split('-', 1)[0] ?? '');
  return (
    <div class="phone" dir={isMirrored ? 'rtl' : 'ltr'} data-theme={theme} data-screen={screen}>
      <div class="bubble">
        {screen === 'computer' && isHiddenOnComputers(buttons) ? (
          <div class="media-box">Open WhatsApp on your phone to see this message</div>
        ) : (
          <>
            <Header header={header} />
            <div class="bubble-text">
              {header.type === 'text' && <strong dir="auto">{header.text}</strong>}
              <FormattedText text={shown} lang={language} />
              {shown !== text && (
                <button type="button" class="read-more" onClick={() => setOpen(true)}>
                  Read more
                </button>
              )}
              {footer && (
                <footer dir="auto" lang={language}>
                  {footer}
                </footer>
              )}
              <time>14:02</time>
            </div>
            {buttons.length > 0 && (
              <ul class="bubble-buttons">
                {buttons.map(({ id, title, type }, place) => (
                  <li key={`${id}${place}`} dir="auto">
                    <Icon name={type} />
                    {title}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Header({ header }: { readonly header: Content['header'] }) {
  const [broken, setBroken] = useState<string>();
  if (header.type === 'none' || header.type === 'text') return null;
  if (header.type === 'image' && broken !== header.url && isPermitted(header.url))
    return (
      <img
        src={header.url}
        alt="The picture of the message"
        referrerpolicy="no-referrer"
        onError={() => setBroken(header.url)}
      />
    );
  const word = { image: 'The picture cannot be loaded here', video: 'Video', document: fileName(header.url) }[
    header.type
  ];
  return <div class="media-box">{word}</div>;
}

/** The page's policy lets it load pictures from here and over TLS alone: others are not even tried. */
const isPermitted = (url: string) => url.startsWith('https://') || url.startsWith(`${location.origin}/`);

function fileName(url: string): string {
  return URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? 'Document') : 'Document';
}

/** What is seen before "Read more": whole lines, as long as they fit. */
function cut(text: string, length: number): string {
  let left = LINES;
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    const needs = Math.max(1, Math.ceil(line.length / length));
    if (needs > left) {
      if (left > 0) kept.push(`${line.slice(0, left * length)}…`);
      return kept.join('\n');
    }
    kept.push(line);
    left -= needs;
  }
  return text;
}
