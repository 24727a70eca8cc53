import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'

export interface DeafTarget {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

const listener = `
  const server = require('node:net').createServer()
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => process.stdout.write(String(server.address().port)))
`

/**
 * A port on loopback where nobody answers a connection, neither yes nor no, as behind a cut cable: its process stands
 * still and its backlog is full, so the kernel drops whoever knocks.
 */
export async function startDeafTarget(): Promise<DeafTarget> {
  const child = spawn(process.execPath, ['-e', listener], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(chunk.toString())
  child.kill('SIGSTOP')
  const knocking: net.Socket[] = []
  for (let silent = 0; silent < 2 && knocking.length < 20; ) {
    const socket = net.connect({ host: '127.0.0.1', port })
    socket.on('error', () => undefined)
    knocking.push(socket)
    const heard = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 150)),
    ])
    if (!heard) silent++
  }
  return {
    host: '127.0.0.1',
    port,
    async close() {
      for (const socket of knocking) socket.destroy()
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}
