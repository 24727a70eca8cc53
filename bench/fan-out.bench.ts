/**
 * 5,000 WebSocket clients watch one project; one state change is told to all of them, ten times. Figures: how long until
 * the last one has it, CPU of the server for one message to one client, and its memory.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import type { Bench } from './run.ts'

const clients = 5000
const rounds = 10

export const bench: Bench = async () => {
  const server = fork(fileURLToPath(new URL('lib/live-server.ts', import.meta.url)))
  const [{ port }] = (await once(server, 'message')) as [{ port: number }]
  const sockets: WebSocket[] = []
  const delays: number[] = []
  for (let id = 1; id <= clients; id++) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/me`, {
      headers: { authorization: `Bearer ${id}` },
      perMessageDeflate: false,
    })
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; sent_at: number }
      if (message.type === 'alert') delays.push(Date.now() - message.sent_at)
    })
    await once(socket, 'open')
    socket.send('{"type":"subscribe","project_id":1}')
    sockets.push(socket)
  }
  await wait(500)
  const worst: number[] = []
  let cpuMs = 0
  let rss = 0
  for (let round = 0; round < rounds; round++) {
    delays.length = 0
    server.send({ count: 1 })
    const [report] = (await once(server, 'message')) as [{ cpuMs: number; rss: number; listeners: number }]
    if (report.listeners !== clients) throw new Error(`only ${report.listeners} of ${clients} clients are there`)
    while (delays.length < clients) await wait(5)
    worst.push(Math.max(...delays))
    cpuMs += report.cpuMs
    rss = report.rss
  }
  for (const socket of sockets) socket.terminate()
  server.disconnect()
  worst.sort((a, b) => a - b)
  const medianMs = worst[Math.floor(rounds / 2)] as number
  const slowestMs = worst.at(-1) as number
  const perClientUs = Math.round((cpuMs * 1000) / rounds / clients)
  const rssMb = Math.round(rss / 1_048_576)
  return {
    line: `${clients} clients have one change after ${medianMs} ms (slowest of ${rounds}: ${slowestMs} ms; limit 2000), ${perClientUs} µs of CPU per client, RSS ${rssMb} MB (limit 1000)`,
    figures: { clients, medianMs, slowestMs, perClientUs, rssMb },
  }
}
