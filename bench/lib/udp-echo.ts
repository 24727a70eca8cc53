import dgram from 'node:dgram'
import { once } from 'node:events'

export async function startUdpEcho(): Promise<{ port: number; close(): Promise<void> }> {
  const socket = dgram.createSocket('udp4')
  socket.on('message', (bytes, { port, address }) => socket.send(bytes, port, address))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}
