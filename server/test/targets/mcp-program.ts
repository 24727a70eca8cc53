/** A server of the MCP as a program: what it can tell of itself is what it was started with. */
import { Server } from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'

const server = new Server({ name: 'program', version: '1.0.0' }, { capabilities: { tools: {} } })
server.setRequestHandler('tools/list', async () => ({
  tools: [{ name: 'tell', description: 'Tells how it was started.', inputSchema: { type: 'object' as const } }],
}))
server.setRequestHandler('tools/call', async () => ({
  content: [
    {
      type: 'text',
      text: JSON.stringify({ args: process.argv.slice(2), env: Object.keys(process.env).sort(), pid: process.pid }),
    },
  ],
}))
await server.connect(new StdioServerTransport())
