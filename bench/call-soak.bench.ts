import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { callerOf } from './lib/caller.ts'
import { withFolder } from './lib/folder.ts'
import { governedToken } from './lib/governed-token.ts'
import { rssMb, startServer } from './lib/processes.ts'
import { benchEnvironment } from './lib/seed.ts'
import type { Bench } from './run.ts'

const turnMs = 5000

/**
 * Minutes of calls in both eras while clients come, open a session and go without ending it. What must not grow: memory
 * once everything is warm, open connections, child processes.
 */
export const bench: Bench = (seconds = 300) =>
  withFolder(async (folder) => {
    const server = await startServer(benchEnvironment(folder))
    try {
      const token = await governedToken(server, 50)
      const url = `${server.url}/mcp`
      const [modern, legacy] = await Promise.all([callerOf(url, token, 'modern', 4), callerOf(url, token, 'legacy', 4)])
      const memory: number[] = []
      let calls = 0
      let errors = 0
      let sessions = 0
      for (let turn = 0; turn < Math.max(4, (seconds * 1000) / turnMs); turn++) {
        const done = await Promise.all([modern.call(turnMs), legacy.call(turnMs), comeAndGo(url, token)])
        for (const part of done.slice(0, 2) as { calls: number; errors: number }[]) {
          calls += part.calls
          errors += part.errors
        }
        sessions += done[2]
        memory.push(rssMb(server.pid))
      }
      modern.end()
      legacy.end()
      await sleep(2000)
      const [warm, end] = [
        median(memory.slice(memory.length / 4, memory.length / 2)),
        median(memory.slice(-memory.length / 4)),
      ]
      const [children, sockets] = [childrenOf(server.pid), socketsOf(server.pid)]
      return {
        line: `${calls} calls, ${errors} errors, ${sessions} sessions opened and left; RSS ${warm.toFixed(0)} MB when warm, ${end.toFixed(0)} MB at the end; ${children} child processes, ${sockets} open files and sockets afterwards`,
        figures: { calls, errors, sessions, warm, end, children, sockets },
      }
    } finally {
      await server.stop()
    }
  })

/** Fifty a turn: those that a token may not hold any more are ended by the server. */
async function comeAndGo(url: string, token: string): Promise<number> {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
  })
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    authorization: `Bearer ${token}`,
  }
  let opened = 0
  for (let at = 0; at < 40; at++) {
    const answer = await fetch(url, { method: 'POST', headers, body })
    await answer.text()
    if (answer.ok) opened += 1
    await sleep(turnMs / 50)
  }
  return opened
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const childrenOf = (pid: number): number =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).length

const socketsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length
