import { routes } from '@bongsu/contract/api.generated.ts'
import { fillPath } from './client.ts'

/** Programs that can be told of Bongsu, in the order people ask for them. */
export const clients = ['claude-code', 'claude-desktop', 'cursor', 'vscode', 'stdio', 'curl'] as const
export type ClientName = (typeof clients)[number]

/** Stands where the reader's own token belongs. */
export const tokenPlaceholder = 'bgs_YOUR_TOKEN'

export interface Address {
  /** Where this installation is reached: `https://bongsu.example.com`. */
  readonly origin: string
  readonly token: string
  /** A virtual server; without it everything the token may use. */
  readonly server?: string
}

const mcpUrl = ({ origin, server }: Pick<Address, 'origin' | 'server'>): string =>
  server ? `${origin}/mcp/${server}` : `${origin}/mcp`

const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** What a client's configuration calls this installation. */
const named = ({ server }: Pick<Address, 'server'>): string => (server ? `bongsu-${server}` : 'bongsu')

const snippets: Readonly<Record<ClientName, (address: Address) => string>> = {
  'claude-code': (address) =>
    [
      `claude mcp add --transport http ${named(address)} ${mcpUrl(address)}`,
      `--header "Authorization: Bearer ${address.token}"`,
    ].join(' \\\n  '),
  // It starts programs only, so a bridge carries the calls. The header is one argument without a space: on Windows the
  // program would lose what stands behind one.
  'claude-desktop': (address) =>
    json({
      mcpServers: {
        [named(address)]: {
          command: 'npx',
          args: [
            '-y',
            'mcp-remote',
            mcpUrl(address),
            ...(address.origin.startsWith('http://') ? ['--allow-http'] : []),
            '--header',
            // biome-ignore lint/suspicious/noTemplateCurlyInString: mcp-remote puts its environment in
            'Authorization:${BONGSU_AUTHORIZATION}',
          ],
          env: { BONGSU_AUTHORIZATION: `Bearer ${address.token}` },
        },
      },
    }),
  cursor: (address) => mcpConfig(address),
  vscode: (address) =>
    json({
      servers: {
        [named(address)]: {
          type: 'http',
          url: mcpUrl(address),
          headers: { Authorization: `Bearer ${address.token}` },
        },
      },
    }),
  stdio: (address) =>
    json({
      mcpServers: {
        [named(address)]: {
          command: 'bongsu',
          args: ['mcp'],
          env: { BONGSU_URL: address.server ? mcpUrl(address) : address.origin, BONGSU_TOKEN: address.token },
        },
      },
    }),
  curl: (address) =>
    [
      `curl ${quoted(`${address.origin}/api/v1/tools?page_size=100`)}`,
      `-H ${quoted(`Authorization: Bearer ${address.token}`)}`,
    ].join(' \\\n  '),
}

export const snippetFor = (client: ClientName, address: Address): string => snippets[client](address)

/** The configuration most MCP clients read: `mcpServers` with an address and a header. */
export const mcpConfig = (address: Address): string =>
  json({
    mcpServers: {
      [named(address)]: {
        type: 'http',
        url: mcpUrl(address),
        headers: { Authorization: `Bearer ${address.token}` },
      },
    },
  })

/** Text that any POSIX shell reads as itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** One call of a tool from a terminal; the token is taken from the reader's environment. */
export function callAsCurl(origin: string, tool: string, args: Readonly<Record<string, unknown>>): string {
  const [method, template] = routes['call-tool']
  const { path } = fillPath(template, { name: tool })
  return [
    `curl -X ${method} ${quoted(origin + path)}`,
    `-H "Authorization: Bearer $BONGSU_TOKEN"`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify({ arguments: args }))}`,
  ].join(' \\\n  ')
}
