/**
 * `npm --silent run mcp`: an MCP server on standard input and output, by which an agent reads a tenant's campaigns and drafts new
 * ones. It calls the HTTP API with HERALD_API_KEY; nothing that sends is carried out without `--allow-send`.
 */
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';

import { readCommandLine } from '../admin/command-line.ts';
import { heraldClient } from '../client/src/client.ts';
import { agentsDoor } from './server.ts';

const HERE = ['localhost', '127.0.0.1', '[::1]'];

/** A key does not travel in the open. */
const address = z
  .url()
  .refine((text) => {
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || (protocol === 'http:' && HERE.includes(hostname));
  })
  .describe('where the API is, like https://api.example.com; http only on this machine');

const { values } = readCommandLine({
  usage: 'HERALD_URL=https://… HERALD_API_KEY=hk_… npm --silent run mcp [-- --allow-send]',
  options: { 'allow-send': z.boolean().default(false) },
  variables: { HERALD_URL: address, HERALD_API_KEY: z.string().startsWith('hk_').describe('an API key') },
});

const herald = heraldClient({ baseUrl: values.HERALD_URL.replace(/\/+$/, ''), credential: values.HERALD_API_KEY });
// What is printed to standard output must be the protocol's.
serveStdio(() => agentsDoor({ herald, maySend: values['allow-send'] }), {
  onerror: ({ message }) => console.error(message),
});
