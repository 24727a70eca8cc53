import { once } from 'node:events'
import net from 'node:net'

export interface Target {
  readonly host: string
  readonly port: number
  /** How many connections came in, ever. */
  connections(): number
  /** Everything that was received, over all connections. */
  received(): string
  /** Connections open at this moment. */
  open(): number
  close(): Promise<void>
}

/** A bare TCP listener that counts and records; `talk` decides what it says. */
export async function startTcpTarget(
  talk: (socket: net.Socket) => void = () => undefined,
  host = '127.0.0.1',
  port = 0,
): Promise<Target> {
  const sockets = new Set<net.Socket>()
  const chunks: Buffer[] = []
  let connections = 0
  const server = net.createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    talk(socket)
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    host,
    port: (server.address() as net.AddressInfo).port,
    connections: () => connections,
    received: () => Buffer.concat(chunks).toString('latin1'),
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}
