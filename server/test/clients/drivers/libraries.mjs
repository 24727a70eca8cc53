// Client libraries of others, each behind the same three verbs: `list` names, `call` gives `{ text, isError }`, `close`.
// What a library throws is thrown on, except where it throws what a tool answered.
import { createMCPClient } from '@ai-sdk/mcp'
import { MultiServerMCPClient } from '@langchain/mcp-adapters'
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { MCPServerStreamableHttp } from '@openai/agents'

const us = { name: 'bongsu-test', version: '1' }
const bearer = (token) => ({ authorization: `Bearer ${token}` })
const textOf = (content) => content.map((block) => block.text ?? '').join('\n')

const sdk = (client) => ({
  list: async () => (await client.listTools()).tools.map(({ name }) => name),
  async call(name, args) {
    const { content, isError } = await client.callTool({ name, arguments: args })
    return { text: textOf(content), isError: isError === true }
  },
  close: () => client.close(),
})

async function sdkV1(url, token) {
  const client = new ClientV1(us)
  await client.connect(new HttpV1(new URL(url), { requestInit: { headers: bearer(token) } }))
  return sdk(client)
}

const sdkV2 = (options) => async (url, token) => {
  const client = new ClientV2(us, options)
  await client.connect(new HttpV2(new URL(url), { requestInit: { headers: bearer(token) } }))
  return sdk(client)
}

async function aiSdk(url, token) {
  const client = await createMCPClient({ transport: { type: 'http', url, headers: bearer(token) } })
  return {
    list: async () => Object.keys(await client.tools()),
    async call(name, args) {
      const tools = await client.tools()
      const { content, isError } = await tools[name].execute(args, { toolCallId: '1', messages: [] })
      return { text: textOf(content), isError: isError === true }
    },
    close: () => client.close(),
  }
}

async function openAiAgents(url, token) {
  const server = new MCPServerStreamableHttp({ url, name: 'bongsu', requestInit: { headers: bearer(token) } })
  await server.connect()
  return {
    list: async () => (await server.listTools()).map(({ name }) => name),
    async call(name, args) {
      const { content, isError } = await server.callToolResult(name, args)
      return { text: textOf(content), isError: isError === true }
    },
    close: () => server.close(),
  }
}

async function langChain(url, token) {
  const client = new MultiServerMCPClient({
    mcpServers: { bongsu: { transport: 'http', url, headers: bearer(token), automaticSSEFallback: false } },
  })
  const tools = await client.getTools()
  return {
    list: async () => tools.map(({ name }) => name),
    async call(name, args) {
      try {
        const said = await tools.find((tool) => tool.name === name).invoke(args)
        return { text: typeof said === 'string' ? said : textOf([said].flat()), isError: false }
      } catch (error) {
        if (error.name === 'ToolException' && !error.message.includes('HTTP'))
          return { text: error.message, isError: true }
        throw error
      }
    },
    close: () => client.close(),
  }
}

/** The bridge of others from standard input to us, behind the SDK's own client. */
async function mcpRemote(url, token) {
  const client = new ClientV1(us)
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [
        new URL('../node_modules/mcp-remote/dist/proxy.js', import.meta.url).pathname,
        url,
        '--allow-http',
        '--transport',
        'http-only',
        '--header',
        `Authorization: Bearer ${token}`,
      ],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, MCP_REMOTE_CONFIG_DIR: process.env.MCP_REMOTE_CONFIG_DIR },
      stderr: 'ignore',
    }),
  )
  return sdk(client)
}

export const clients = {
  'SDK v1': sdkV1,
  'SDK v2, as it comes': sdkV2(undefined),
  'SDK v2, choosing the revision': sdkV2({ versionNegotiation: { mode: 'auto' } }),
  'AI SDK': aiSdk,
  'OpenAI Agents': openAiAgents,
  'LangChain adapters': langChain,
  'mcp-remote': mcpRemote,
}
