import { foldText } from '../platform/fold-text.ts';

/** What opts out, if it is the whole message, by language. Punctuation, blanks, emoji and case do not matter. */
const OPT_OUT_WORDS: Readonly<Record<string, readonly string[]>> = {
  // The keywords that every carrier honours, and what WhatsApp's own menu sends.
  en: [
    ...['stop', 'unsubscribe', 'end', 'quit', 'stopall', 'revoke', 'optout', 'cancel'],
    ...['stop promotions', 'stop messages', 'stop marketing', 'unsubscribe me', 'remove me', 'stop stop'],
  ],
  de: ['stopp', 'abmelden', 'abbestellen', 'austragen', 'abmeldung', 'keine werbung', 'werbung stoppen', 'aufhören'],
  es: [
    'parar',
    'baja',
    'alto',
    'detener',
    'dar de baja',
    'darme de baja',
    'cancelar',
    'cancelar suscripción',
    'no más',
  ],
  pt: ['pare', 'sair', 'remover', 'descadastrar', 'cancelar inscrição', 'parar promoções', 'interromper'],
  fr: [
    'arret',
    'arrêt',
    'arreter',
    'arrêter',
    'désabonner',
    'desabonner',
    'désinscrire',
    'désinscription',
    'désabonnement',
  ],
  it: ['ferma', 'fermare', 'basta', 'annulla', 'cancellami', 'disiscrivimi', 'disiscriviti'],
  nl: ['stoppen', 'afmelden', 'uitschrijven', 'opzeggen'],
  sv: ['avsluta', 'avregistrera', 'avprenumerera', 'sluta'],
  da: ['afmeld', 'frameld'],
  nb: ['avmeld', 'slutt'],
  fi: ['lopeta', 'peruuta'],
  pl: ['koniec', 'wypisz', 'wypisz mnie', 'rezygnuję', 'rezygnuje', 'zrezygnuj', 'przestań'],
  cs: ['odhlásit', 'odhlasit', 'konec', 'zrušit', 'zrusit'],
  hu: ['leiratkozás', 'leiratkozas', 'leállít', 'állj'],
  ro: ['dezabonare', 'oprire', 'opreste', 'oprește'],
  el: ['στοπ', 'διακοπή', 'διακοπη', 'διαγραφή', 'διαγραφη'],
  tr: ['iptal', 'İptal', 'durdur', 'ret', 'abonelikten çık', 'çıkış'],
  ru: ['стоп', 'отписаться', 'отписка', 'отпишите', 'отказ', 'хватит', 'прекратить'],
  uk: ['відписатися', 'відписка', 'зупинити', 'відмова'],
  ar: ['توقف', 'قف', 'إيقاف', 'ايقاف', 'إلغاء', 'الغاء', 'إلغاء الاشتراك', 'الغاء الاشتراك'],
  he: ['הסר', 'הסרה', 'הסירו', 'עצור', 'להסיר', 'תפסיק', 'תפסיקו'],
  hi: ['रोकें', 'रोको', 'रुको', 'बंद', 'बंद करो', 'बंद करें'],
  id: ['berhenti', 'batal', 'henti', 'hentikan'],
  vi: ['dừng', 'dừng lại', 'ngừng', 'hủy', 'huỷ', 'hủy đăng ký'],
  th: ['หยุด', 'ยกเลิก', 'เลิกรับ'],
  ja: ['停止', '配信停止', '解除', 'ストップ', '退会'],
  ko: ['중지', '정지', '거부', '수신거부', '그만'],
  zh: ['停止', '退订', '退訂', '取消', '取消订阅', '取消訂閱', '拒收'],
};

const WORDS = new Set(Object.values(OPT_OUT_WORDS).flat().map(foldText));

/** Longer texts are no keyword; folding them would be work for nothing. */
const MAX_LENGTH = 200;

/** Whether a whole text is a word that opts out. @param ownWords the tenant's, besides the known ones */
export function isOptOut(text: string, ownWords: readonly string[] = []): boolean {
  const folded = text.length > MAX_LENGTH ? '' : foldText(text);
  return folded !== '' && (WORDS.has(folded) || ownWords.some((word) => foldText(word) === folded));
}
