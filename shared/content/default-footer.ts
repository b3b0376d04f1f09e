import * as z from 'zod';

import { language } from '../platform/language.ts';
import { contentFields } from './content-fields.ts';

/** How to opt out, by language; each line holds a word that does. */
export const OPT_OUT_LINES: Readonly<Record<string, string>> = {
  en: 'Reply STOP to opt out',
  de: 'Mit STOPP abmelden',
  es: 'Responde BAJA para no recibir más',
  pt: 'Responda SAIR para não receber mais',
  fr: 'Répondez ARRET pour vous désinscrire',
  it: 'Rispondi BASTA per non ricevere altro',
  nl: 'Antwoord AFMELDEN om te stoppen',
  sv: 'Svara AVSLUTA för att sluta få utskick',
  da: 'Svar AFMELD for at framelde dig',
  nb: 'Svar AVMELD for å melde deg av',
  fi: 'Vastaa LOPETA, niin emme enää kirjoita',
  pl: 'Odpisz KONIEC, aby się wypisać',
  cs: 'Odpovězte KONEC pro odhlášení',
  hu: 'A leiratkozáshoz írd: ÁLLJ',
  ro: 'Răspunde OPRESTE pentru dezabonare',
  el: 'Απάντησε ΣΤΟΠ για διαγραφή',
  tr: 'Çıkmak için DURDUR yazın',
  ru: 'Ответьте СТОП, чтобы отписаться',
  uk: 'Надішліть ВІДПИСКА, щоб відписатися',
  ar: 'أرسل توقف لإلغاء الاشتراك',
  he: 'להסרה השיבו הסר',
  hi: 'बंद करने के लिए रोको लिखें',
  id: 'Balas BERHENTI untuk tidak menerima lagi',
  vi: 'Trả lời DỪNG để không nhận tin nữa',
  th: 'ตอบ หยุด เพื่อเลิกรับข้อความ',
  ja: '停止 と返信すると配信を停止します',
  ko: '수신거부 라고 답장하면 받지 않습니다',
  zh: '回复 退订 即可取消订阅',
};

const line = contentFields.footer.unwrap().refine((text) => !/[\r\n]|\{\{|\}\}/.test(text), {
  params: { code: 'line' },
  message: 'must be one line without placeholders',
});

/** The footer of contents that name none: how to opt out, in words that Herald knows; or a line of one's own for each language. */
export const defaultFooter = z.union(
  [
    z.literal('opt_out'),
    z.record(language, line).refine((lines) => Object.keys(lines).length <= 50, 'at most 50 languages'),
  ],
  'must be "opt_out", or an object with a line of at most 60 characters for each language, like {"en": "…"}',
);
export type DefaultFooter = z.infer<typeof defaultFooter>;

/** The footer in a language, else in its base, else in English; undefined where there is none. */
export function footerIn(footer: DefaultFooter, wanted: string): string | undefined {
  const lines: Readonly<Record<string, string>> = footer === 'opt_out' ? OPT_OUT_LINES : footer;
  const found = [wanted, wanted.split('-', 1)[0] ?? '', 'en'].find((key) => Object.hasOwn(lines, key));
  return found === undefined ? undefined : lines[found];
}
