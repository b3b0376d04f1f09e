/** Brazilian area codes whose mobile numbers WhatsApp knows without the ninth digit: 31 and above. */
const BRAZIL = /^\+55([3-9]\d)9(\d{8})$/;

/** A number as WhatsApp spells it when its owner writes, which for some countries is not how it is dialled. E.164 */
export function spelledByNetwork(number: string): string {
  return number
    .replace(/^\+52(?!1)(\d{10})$/, '+521$1')
    .replace(/^\+54(?!9)(\d{10})$/, '+549$1')
    .replace(BRAZIL, '+55$1$2');
}
