import * as z from 'zod';

/**
 * An https address as a header can carry it: percent-encoded, its host in ASCII.
 * @param maximum in characters, as given and as encoded
 * @param takesHttp which addresses without TLS it takes, too; none, unless given
 */
export function httpsUrl(maximum: number, takesHttp: (text: string) => boolean = () => false) {
  const faultOf = (text: string) => faultOfUrl(text, takesHttp(text));
  return z
    .string()
    .max(maximum)
    .superRefine((text, context) => {
      const message = faultOf(text);
      if (message) context.addIssue({ code: 'custom', message, params: { code: 'url' } });
    })
    .superRefine((text, context) => {
      const message = `must be at most ${maximum} characters once it is percent-encoded`;
      const grows = text.length <= maximum && !faultOf(text) && encodedUrl(text).length > maximum;
      if (grows) context.addIssue({ code: 'custom', message, params: { code: 'too_big' } });
    })
    .overwrite((text) => (faultOf(text) ? text : encodedUrl(text)));
}

/**
 * @param url valid, but perhaps as somebody typed it: earlier versions kept addresses so
 * @throws TypeError for what is no URL
 */
export function encodedUrl(url: string): string {
  return new URL(url).href;
}

function faultOfUrl(text: string, takesHttp: boolean): string | undefined {
  if (/\{\{|\}\}/.test(text)) return 'takes no placeholder: write the same address for everybody';
  return httpsFault(text, takesHttp);
}

/**
 * Why a text is no address that people can be sent to. `new URL` alone would mend or overlook most of these.
 * @param takesHttp whether TLS is not asked of this one
 */
export function httpsFault(text: string, takesHttp = false): string | undefined {
  if (/[\u0000-\u001f\u007f]|^ | $/.test(text))
    return 'must hold no line breaks and control characters, and no blanks around it';
  if (!(takesHttp || /^https:\/\/[^/?#\\]/i.test(text)) || !URL.canParse(text))
    return 'must be an https URL like https://example.com/page';
  const { username, password } = new URL(text);
  return username || password ? 'must hold no user name or password' : undefined;
}
