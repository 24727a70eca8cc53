import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from './real-server.ts'

/** A Redis that a test may stop and start again, empty each time: nothing in it may be missed. */
export interface OwnRedis {
  readonly url: string
  start(): Promise<void>
  stop(): Promise<void>
}

export const mayOwnRedis = spawnSync('redis-server', ['--version']).status === 0

export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  return {
    url,
    async start() {
      const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp']
      child = spawn('redis-server', words, { stdio: 'ignore' })
      while (!(await answers(url))) await sleep(50)
    },
    async stop() {
      const gone = child
      child = undefined
      if (!gone || gone.exitCode !== null || gone.signalCode !== null) return
      const ended = once(gone, 'exit')
      gone.kill('SIGKILL')
      await ended
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const connection = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1000 })
  connection.on('error', () => undefined)
  const isThere = await connection.connect().then(
    () => true,
    () => false,
  )
  connection.disconnect()
  return isThere
}
