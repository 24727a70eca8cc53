// The fixture on standard input and output: `node over-stdio.ts legacy|modern`. Says when it ends, and what it starts.
import { spawn } from 'node:child_process'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import { makeServer } from './mcp-fixture.ts'

const [era] = process.argv.slice(2)
const shared = {
  changed: () => undefined,
  rootsChanged: () => undefined,
  hanging: () => undefined,
  cancelled: () => console.error('a call was cancelled'),
}
console.error(`environment: ${Object.keys(process.env).sort().join(' ')}`)
// Something that would go on for long if nobody ended it with its parent.
const helper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
console.error(`helper: ${helper.pid}`)
if (era === 'modern') serveStdio(() => makeServer('modern', shared, new Set()))
else await makeServer('legacy', shared, new Set()).connect(new StdioServerTransport())
