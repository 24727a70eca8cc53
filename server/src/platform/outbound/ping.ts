import { spawn } from 'node:child_process'
import { text } from '@bongsu/contract/text.ts'
import type { Dialler } from './dial.ts'
import { readHost } from './host.ts'
import { errorCode, type Failed, failed, faultOf, misused, type OutboundFailure } from './result.ts'
import { Stopwatch } from './stopwatch.ts'
import { type ConnectRequest, ended } from './tcp.ts'
import { Watch } from './watch.ts'

export interface PingRequest extends Omit<ConnectRequest, 'port'> {
  readonly count: number
  /** Bytes of data in each packet. */
  readonly size: number
}

export interface PingAnswer {
  readonly ok: true
  readonly address: string
  readonly sent: number
  /** Round trips in ms, in the order of the answers. None: nobody answered. */
  readonly rtts: readonly number[]
  readonly ttl?: number
  /** What a router on the way said instead, such as "Destination Host Unreachable". */
  readonly icmpError?: string
  readonly timings: OutboundFailure['timings']
  readonly durationMs: number
}

const defaultTimeoutMs = 10_000
/** The shortest distance between two packets that ping grants to everybody. */
const packetGapMs = 200
/** An answer that comes later than this comes too late. */
const longestWaitMs = 5_000
const mostOutput = 65_536

/**
 * ICMP echo through the system's own `ping`: raw sockets need a privilege that this process should not have, and ping has
 * it. It only ever gets an address that has passed the guard, never a name.
 */
export const createPing =
  (dialler: Dialler, program = 'ping') =>
  async (request: PingRequest): Promise<PingAnswer | OutboundFailure> => {
    const totalMs = request.timeoutMs ?? defaultTimeoutMs
    const watch = new Watch(totalMs, request.signal, request.onStage)
    const times = new Stopwatch()
    try {
      const host = readHost(request.host)
      if (typeof host !== 'string') return ended(misused('host', host.problem), times)
      const way = await dialler.route({ host, port: 0, ip: request.ip ?? 'any' }, watch, 'portless')
      times.add('dns_ms', way.dnsMs)
      if (!way.ok) return ended(way, times)
      const address = way.addresses[0] as string
      const ran = await run(program, argumentsOf(request, address, totalMs - watch.elapsedMs), watch)
      if ('ok' in ran) return ended({ ...ran, remote: { address, port: 0 } }, times)
      const heard = readPing(ran.output)
      if (heard.rtts.length === 0 && ran.code !== 0 && ran.code !== 1 && !ran.stopped)
        return ended({ ...pingFailed(ran.problem), remote: { address, port: 0 } }, times)
      times.add('ttfb_ms', heard.rtts[0])
      return {
        ok: true,
        address,
        sent: request.count,
        ...heard,
        timings: times.timings(),
        durationMs: times.elapsedMs(),
      }
    } finally {
      watch.done()
    }
  }

function argumentsOf({ count, size }: PingRequest, address: string, leftMs: number): string[] {
  const waitMs = Math.min(longestWaitMs, leftMs - (count - 1) * packetGapMs)
  const values = { '-c': count, '-i': packetGapMs / 1000, '-s': size, '-W': Math.max(1, Math.floor(waitMs / 1000)) }
  return ['-n', ...Object.entries(values).flatMap(([name, value]) => [name, String(value)]), address]
}

interface Ran {
  readonly code: number | null
  readonly output: string
  readonly problem: string
  /** Time was up: what was heard until then counts. */
  readonly stopped: boolean
}

function run(program: string, args: readonly string[], watch: Watch): Promise<Ran | Failed> {
  return new Promise((resolve) => {
    // Nothing of our own environment, which holds secrets, and no other language than the one that is read here.
    const env = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let problem = ''
    let stopped = false
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (output.length < mostOutput) output += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (problem.length < mostOutput) problem += chunk
    })
    child.once('error', (error) => resolve(notStarted(error)))
    child.once('close', (code) => {
      const failure = stopped ? watch.failure() : undefined
      resolve(failure?.phase === 'aborted' ? failure : { code, output, problem, stopped })
    })
    watch.enter('ttfb', undefined, () => {
      stopped = true
      child.kill('SIGKILL')
    })
  })
}

/** What iputils, BusyBox and BSD pings write: `64 bytes from …: icmp_seq=1 ttl=64 time=0.05 ms`. */
export function readPing(output: string): Pick<PingAnswer, 'rtts' | 'ttl' | 'icmpError'> {
  const answers = [...output.matchAll(/^\d+ bytes from .*?seq=(\d+) .*?time=([\d.]+) ms(.*)$/gm)]
  // One packet that arrives twice is one answer.
  const once = new Map(answers.map(([, sequence, rtt]) => [sequence, Number(rtt)]))
  const ttl = /\bttl=(\d+)/.exec(output)?.[1]
  const icmpError =
    /^From \S+:? icmp_seq=\d+ (?<words>[A-Z][\w ,:()-]+)$/m.exec(output)?.groups?.words ??
    /bytes from .*: (?<words>Destination .*|Time to live exceeded)$/m.exec(output)?.groups?.words
  return {
    rtts: [...once.values()],
    ...(ttl === undefined ? {} : { ttl: Number(ttl) }),
    ...(icmpError === undefined ? {} : { icmpError: icmpError.slice(0, 100) }),
  }
}

const notStarted = (error: Error): Failed => {
  const code = errorCode(error)
  if (code !== 'ENOENT' && code !== 'EACCES')
    return failed(
      'connect',
      code,
      'own',
      text(`ping을 실행하지 못했습니다 (${code}).`, `ping could not be run (${code}).`),
    )
  return misused(
    'ping_missing',
    text(
      '이 서버에 ping 프로그램이 없습니다. 설치한 뒤 다시 시도하세요(예: apt-get install iputils-ping).',
      'There is no ping program on this server. Install it (such as apt-get install iputils-ping).',
    ),
  )
}

function pingFailed(problem: string): Failed {
  const said = problem.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  if (/not permitted|permission denied|raw socket/i.test(said))
    return misused(
      'ping_forbidden',
      text(
        `이 서버의 ping에 ICMP 권한이 없습니다. cap_net_raw 권한을 주세요 (${said}).`,
        `The ping of this server may not send ICMP. Give it cap_net_raw (${said}).`,
      ),
    )
  if (/unreachable/i.test(said))
    return failed(
      'connect',
      'ENETUNREACH',
      faultOf('ENETUNREACH'),
      text('네트워크에 도달할 수 없습니다 (ENETUNREACH).', 'The network cannot be reached (ENETUNREACH).'),
    )
  return failed('connect', 'ping', 'own', text(`ping이 실패했습니다: ${said}`, `ping failed: ${said}`))
}
