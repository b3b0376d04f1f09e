import document from '../../docs/openapi.json' with { type: 'json' };

/** docs/openapi.json as it was when this was bundled, without its white space. */
export const OPENAPI = JSON.stringify(document);
