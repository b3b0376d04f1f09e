import { createHash } from 'node:crypto';

import { escaped, prose } from './html.ts';
import { operationHtml, type ApiDocument } from './operation-html.ts';
import { fieldsHtml, schemaAnchor, typeHtml } from './schema-html.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 0 auto; padding: 1rem; }
nav { columns: 14rem; }
details { border-top: 1px solid #8884; padding: .4rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4.5rem; font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-top: 1px solid #8883; overflow-wrap: anywhere; }
pre { overflow: auto; max-height: 24rem; background: #8882; padding: .6rem; }
`;

/** Nothing is loaded and nothing runs: the page is all there is, and works without a network. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The whole API on one page of plain HTML: its operations by tag, then its schemas by name. */
export function apiPage(document: ApiDocument): string {
  const { info, tags, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const sections = tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    const shown = own.map(({ method, path, operation }) => operationHtml(method, path, operation, document));
    return `<h2 id="${anchor(name)}">${escaped(name)}</h2>\n<p>${prose(description)}</p>\n${shown.join('\n')}`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<section id="${schemaAnchor(name)}"><h3>${escaped(name)}</h3>
<p>${prose(schema['description'] as string | undefined)} ${schema.properties ? '' : typeHtml(schema)}</p>${fieldsHtml(schema)}</section>`,
  );
  const links = tags.map(({ name }) => `<a href="#${anchor(name)}">${escaped(name)}</a>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(info.title)}: the API</title>
<style>${STYLE}</style>
<h1>${escaped(info.title)}: the API</h1>
<p>${prose(info.description)} The same for programs: <a href="/openapi.json">openapi.json</a>. What has a * is required.</p>
<nav>${[...links, '<a href="#schemas">Schemas</a>'].join('<br>')}</nav>
${sections.join('\n')}
<h2 id="schemas">Schemas</h2>
${schemas.join('\n')}
</html>
`;
}

function anchor(tag: string): string {
  return `tag-${tag.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
}
